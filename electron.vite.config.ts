import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { panelOutput } from './scripts/build/panel-output.ts'
import { precompress } from './scripts/build/precompress.ts'

/**
 * Three builds: the main process (Electron's entry and Node's), the sandboxed preload (CommonJS by Electron's rule),
 * the panel.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      // For the positions in stack traces: `process.setSourceMapsEnabled` in the entries.
      sourcemap: true,
      rolldownOptions: {
        output: { sourcemapExcludeSources: true },
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
