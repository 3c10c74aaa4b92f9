const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('probe', {
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  send: (channel, ...args) => ipcRenderer.send(channel, ...args),
  /** Returns the function that stops listening. */
  on: (channel, callback) => {
    const listener = (_event, ...args) => callback(...args)
    ipcRenderer.on(channel, listener)
    return () => ipcRenderer.removeListener(channel, listener)
  },
  versions: { chrome: process.versions.chrome, electron: process.versions.electron },
  nested: { list: [1, { when: new Date(7), greet: (name) => `こんにちは ${name}` }] },
  callBack: async (callback) => (await callback(20)) + 1,
  fail: () => {
    throw new RangeError('preload refused')
  },
  useUnknown: () => {
    try {
      return typeof ipcRenderer.sendToNobody
    } catch (error) {
      return error.message
    }
  },
  requireFs: () => {
    try {
      require('node:fs')
      return 'loaded'
    } catch (error) {
      return error.message
    }
  },
})
globalThis.leakedFromPreload = true
