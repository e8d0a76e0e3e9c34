import type { Rolldown } from 'vite'

/**
 * The panel's libraries are a script of their own, which browsers keep over versions of ours. It also tells zod to make
 * no code before any schema can be made: an import runs before the script that names it, however early that names it.
 * What draws charts comes when one is shown.
 */
export const panelOutput: Rolldown.OutputOptions = {
  codeSplitting: {
    groups: [
      { name: 'chart-library', test: /node_modules[\\/](?:lightweight-charts|fancy-canvas)[\\/]/, priority: 1 },
      { name: 'libraries', test: /node_modules|zod-without-eval/ },
    ],
  },
}
