import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** Electron 45: Node 24, Chromium 156. electron-vite does not know it yet. */
const node = 'node24'
const chromium = 'chrome142' // the newest that Vite's CSS and JS targets name

export default defineConfig({
  main: {
    build: {
      target: node,
      outDir: 'out/main',
      // An optional dependency with a native part: never bundled, loaded when it is there.
      externalizeDeps: { include: ['smartcard'] },
      rollupOptions: {
        // Each process of the product is an entry of its own; they share chunks, never state.
        input: {
          app: 'main/app.ts',
          programmer: 'programmer/main.ts',
          keeper: 'main/keeper.ts',
          'training-fobs': 'programmer/training/main.ts',
          'training-hub': 'hub/training.ts',
          // A thread of main, beside it: `main/keyring/stretch.ts`.
          'argon2-worker': 'main/keyring/argon2-worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target: node,
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but electron: everything is bundled, as CommonJS.
      externalizeDeps: false,
      rollupOptions: {
        input: { bridge: 'preload/bridge.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [react()],
    build: {
      target: chromium,
      outDir: 'out/renderer',
      // electron-vite leaves everything as written; the page is read and parsed at every start of the program.
      minify: true,
      rollupOptions: { input: 'renderer/index.html' },
      // No inline scripts or data: fonts, so that the CSP stays without exceptions.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  },
})
