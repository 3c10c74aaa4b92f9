import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds the renderer over the counter's fake desk, for the tests of the counter's screens. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  logLevel: 'error',
  plugins: [react()],
  build: {
    outDir: '../../../out/fake-counter',
    emptyOutDir: true,
    target: 'chrome142',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    minify: false,
    reportCompressedSize: false,
  },
})
