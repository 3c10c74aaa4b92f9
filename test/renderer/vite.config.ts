import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the renderer over the fake desk: `vite build -c test/renderer/vite.config.ts`. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../out/fake-renderer',
    emptyOutDir: true,
    target: 'chrome142',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
