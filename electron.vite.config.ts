import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import about from './package.json' with { type: 'json' }
import { panelOutput } from './scripts/build/panel-output.ts'
import { precompress } from './scripts/build/precompress.ts'

/**
 * Three builds: the main process (Electron's entry and Node's), the sandboxed preload (CommonJS by Electron's rule),
 * the panel.
 */
export default defineConfig({
  main: {
    // ioredis's table of commands, which nobody reads by name.
    json: { namedExports: false },
    build: {
      // Native code stays outside; everything else is shaken and read from few files.
      externalizeDeps: { exclude: Object.keys(about.dependencies).filter((name) => name !== '@napi-rs/keyring') },
      outDir: 'out/main',
      target: 'node24',
      // For the positions in stack traces (src-main/infra/source-positions.ts).
      sourcemap: true,
      rolldownOptions: {
        // Names stay: they are what a stack trace is read by.
        output: { sourcemapExcludeSources: true, minify: { compress: true, mangle: false } },
        input: {
          index: 'src-main/index.ts',
          cli: 'src-main/cli.ts',
          'journal-worker': 'src-main/trading/reading/journal-worker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: 'src-preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), precompress()],
    // electron-vite leaves names and spaces as they are unless it is told otherwise.
    build: {
      outDir: 'out/renderer',
      minify: true,
      chunkSizeWarningLimit: 750,
      rolldownOptions: { input: 'src-renderer/index.html', output: panelOutput },
    },
  },
})
