import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { panelOutput } from '../build/panel-output.ts'

/** The panel for an older Chromium than the product's. */
export default defineConfig({
  plugins: [react()],
  build: {
    target: 'chrome114',
    emptyOutDir: true,
    chunkSizeWarningLimit: 750,
    rolldownOptions: { output: panelOutput },
  },
})
