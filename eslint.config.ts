import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const area = (name: string): string => (name === 'shared' ? './src-shared' : `./src-main/${name}`)
const mainAreas = [
  'exchange',
  'trading',
  'accounts',
  'redis',
  'verify',
  'panel',
  'desktop',
  'browser',
  'practice',
]

/** The arrows of docs/architecture.md §3: what each folder of src-main may import, besides itself and src-shared. */
const mayImport: Record<string, readonly string[]> = {
  exchange: [],
  accounts: ['exchange'],
  practice: [],
  trading: ['exchange', 'accounts'],
  redis: ['trading', 'exchange', 'accounts'],
  verify: ['trading', 'exchange', 'accounts'],
  panel: ['trading', 'exchange', 'accounts', 'verify'],
  browser: ['panel'],
  desktop: ['panel'],
}

const zones = [
  { target: './src-shared', from: ['./src-main', './src-renderer', './src-preload'] },
  { target: './src-renderer', from: ['./src-main', './src-preload'] },
  { target: './src-preload', from: ['./src-main', './src-renderer'] },
  { target: './src-main', from: ['./src-renderer', './src-preload'] },
  ...mainAreas.map((target) => ({
    target: area(target),
    from: mainAreas.filter((from) => from !== target && !mayImport[target]?.includes(from)).map(area),
    message: `${target}/ may import only src-shared${(mayImport[target] ?? []).map((name) => `, ${name}`).join('')} (docs/architecture.md §3)`,
  })),
  ...mainAreas.map((target) => ({
    target: area(target),
    from: ['./src-main/app/gateway.ts', './src-main/cli.ts', './src-main/index.ts', './src-main/cli'],
    message: 'only the entries know the composition root',
  })),
]

export default defineConfig(
  { ignores: ['node_modules', 'out', '.cache', 'test/peers'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.node.json', './tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: ['tsconfig.node.json', 'tsconfig.web.json'],
          noWarnOnMultipleProjects: true,
        }),
      ],
    },
    rules: {
      // Mistakes that neither the compiler nor typescript-eslint sees.
      'no-duplicate-case': 'error',
      'no-dupe-else-if': 'error',
      'no-fallthrough': 'error',
      'no-self-assign': 'error',
      'no-self-compare': 'error',
      'no-unsafe-finally': 'error',
      'no-unreachable-loop': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'electron', message: 'only src-main/desktop and the preload may import electron' }],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='parseFloat']",
          message: 'prices and amounts are Money, never numbers',
        },
        {
          selector: "CallExpression[callee.property.name='toFixed']",
          message: 'prices and amounts are Money, never numbers',
        },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: [
      'src-main/desktop/**',
      'src-preload/**',
      'src-main/index.ts',
      'scripts/smoke/**',
      'test/desktop/**',
    ],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  { ...reactHooks.configs.flat.recommended, files: ['src-renderer/**'] },
  {
    files: ['src-main/cli.ts', 'src-main/cli/**', 'src-main/index.ts', 'scripts/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  { files: ['scripts/**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
)
