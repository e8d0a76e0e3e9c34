import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/**
 * The main process for an older Electron (25: Node 18, Chromium 114): CommonJS, everything but Electron inside. Modes:
 * `smoke`, the run's own entry, and `product`, which it loads. Built apart, since a bundler has what one file takes from
 * another run first.
 */
export default defineConfig(({ mode }) => ({
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    emptyOutDir: mode !== 'product',
    target: 'node18',
    minify: false,
    rolldownOptions: {
      input: mode === 'product' ? { product: 'src-main/index.ts' } : { index: 'scripts/smoke/main.ts' },
      external: [
        'electron',
        ...builtinModules.flatMap((name) => [name, `node:${name}`]),
        'node:sqlite',
        /\.node$/,
        /^@napi-rs\/keyring/,
      ],
      output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
}))
