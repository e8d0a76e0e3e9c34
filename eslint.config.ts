import { defineConfig } from 'eslint/config'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/**
 * The arrows of docs/architecture.md §3: what each folder of src-main may import, besides itself, infra and src-shared.
 */
const mayImport: Record<string, readonly string[]> = {
  infra: [],
  exchange: [],
  accounts: ['exchange'],
  trading: ['exchange', 'accounts'],
  django: ['trading', 'exchange', 'accounts'],
  redis: ['trading', 'exchange', 'accounts'],
  verify: ['trading', 'exchange', 'accounts'],
  panel: ['trading', 'exchange', 'accounts', 'verify'],
  browser: ['panel'],
  desktop: ['panel'],
  app: ['panel', 'django', 'redis', 'verify', 'trading', 'exchange', 'accounts'],
  cli: ['app', 'browser', 'panel', 'django', 'redis', 'verify', 'trading', 'exchange', 'accounts'],
}
const rooms = Object.keys(mayImport)
const entries = ['./src-main/cli.ts', './src-main/index.ts']
const knowPractice = ['app', 'cli']

const zones = [
  { target: './src-shared', from: ['./src-main', './src-renderer', './src-preload', './practice'] },
  { target: './src-renderer', from: ['./src-main', './src-preload', './practice'] },
  { target: './src-preload', from: ['./src-main', './src-renderer', './practice'] },
  { target: './src-main', from: ['./src-renderer', './src-preload'] },
  { target: './practice/src', from: ['./src-main', './src-renderer', './src-preload'] },
  ...rooms.map((room) => ({
    target: `./src-main/${room}`,
    from: [
      ...entries,
      ...rooms
        .filter((from) => from !== room && from !== 'infra' && !mayImport[room]?.includes(from))
        .map((from) => `./src-main/${from}`),
      ...(knowPractice.includes(room) ? [] : ['./practice']),
    ],
    message: `${room}/ may import only src-shared, infra, ${(mayImport[room] ?? []).join(', ')} (docs/architecture.md §3)`,
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
      'import-x/order': [
        'error',
        {
          groups: ['builtin', 'external', 'parent', ['sibling', 'index']],
          pathGroups: [{ pattern: '@aristobot/**', group: 'external' }],
          pathGroupsExcludedImportTypes: ['builtin'],
          alphabetize: { order: 'asc', caseInsensitive: true },
          'newlines-between': 'never',
        },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
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
      'scripts/dev/window.ts',
      'test/desktop/**',
    ],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  { ...reactHooks.configs.flat.recommended, files: ['src-renderer/**'] },
  {
    files: [
      'src-main/cli.ts',
      'src-main/cli/**',
      'src-main/app/shutdown.ts',
      'src-main/index.ts',
      'scripts/**',
      'test/**',
      'practice/test/**',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['scripts/**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
)
