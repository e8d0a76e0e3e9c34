import { builtinModules } from 'node:module'
import { defineConfig } from 'vite'

/**
 * The entry and the panel for an older Electron (25: Node 18, Chromium 114): CommonJS, everything but Electron inside.
 */
export default defineConfig({
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    target: 'node18',
    minify: false,
    rolldownOptions: {
      input: 'scripts/smoke/main.ts',
      external: [
        'electron',
        ...builtinModules.flatMap((name) => [name, `node:${name}`]),
        'node:sqlite',
        /\.node$/,
        /^@napi-rs\/keyring/,
      ],
      output: { format: 'cjs', entryFileNames: 'index.js', chunkFileNames: '[name].js' },
    },
  },
})
