/**
 * An API object that throws when something is asked of it that it does not have. A stand-in that silently
 * answered `undefined` would let a test pass on behaviour that does not exist.
 *
 * Some names are asked by JavaScript itself or by tools that look at any object (`await` asks for `then`), so
 * they stay undefined. Used in Node and, as source text, in the page; it must not refer to anything else.
 */
export function refuseUnknown<T extends object>(name: string, api: T): T {
  const askedByTools = [
    'then',
    'toJSON',
    'constructor',
    'prototype',
    '__esModule',
    'asymmetricMatch',
    'nodeType',
  ]
  return new Proxy(api, {
    get(target, key, receiver): unknown {
      if (typeof key === 'symbol' || key in target || askedByTools.includes(key)) {
        return Reflect.get(target, key, receiver)
      }
      throw new Error(`The Electron stand-in does not implement ${name}.${key} (test/stand-in/README.md)`)
    },
  })
}
