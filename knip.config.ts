import type { KnipConfig } from 'knip'

/** What nobody uses goes: files, exports, types, dependencies. Tests count as users. */
const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: [
        'src-main/{cli,index}.ts',
        'src-main/trading/reading/journal-worker.ts',
        'src-preload/index.ts',
        'src-renderer/main.tsx',
        'scripts/*.{mjs,ts}',
        'scripts/dev/{main,window}.ts',
        'scripts/smoke/{run.mjs,main.ts,*.config.ts}',
        'test/**/*.test.{ts,tsx}',
        // Programs that commands and tests start by their path.
        'test/{conformance,conformance-redis,conformance-streams}/print-*.ts',
        'test/faults/{gateway-process,run/main,run/die-at}.ts',
        'test/keychain/vault-session.ts',
        'test/bench/{main,gateways/{floor,lag-probe},scale/{add-accounts,practice}}.ts',
        'test/bench/gateways/ccxt.mjs',
      ],
      project: ['{src-*,scripts,test}/**/*.{ts,tsx,mjs}', '!scripts/**/*.d.mts', '!test/peers/**'],
      // Found by their paths: the tools of `npm run lint`, what the browser tests put into the page, the window's font.
      ignoreDependencies: ['axe-core', 'dependency-cruiser', 'prettier', '@fontsource-variable/inter'],
      ignoreBinaries: ['redis-server', 'dbus-run-session', 'mount', 'umount', 'unshare', 'prlimit', 'strace'],
    },
    practice: {
      entry: ['test/**/*.test.ts'],
      project: ['**/*.ts'],
      includeEntryExports: true,
    },
  },
}
export default config
