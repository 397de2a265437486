/*
 * Runs before the DevTools, in their page, which has no origin. Gives them what such a page lacks: a socket to the debug
 * session, which is a port of the page that frames this one; storage, which is forgotten; and workers.
 */
{
  const given = new URLSearchParams(window.location.search)
  const settings = [
    ['ui-theme', given.get('theme') === 'dark' ? 'dark' : 'default'],
    ['language', given.get('language') === 'zh-CN' ? 'zh' : 'en-US'],
  ]

  /** A Storage that lasts as long as the page. DevTools read and write its entries as properties. */
  const storage = (entries) => {
    const kept = new Map(entries)
    const methods = {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, String(value)),
      removeItem: (key) => void kept.delete(key),
      clear: () => kept.clear(),
      key: (at) => [...kept.keys()][at] ?? null,
    }
    return new Proxy(methods, {
      get: (_, name) => (name === 'length' ? kept.size : (methods[name] ?? kept.get(name))),
      set: (_, name, value) => (kept.set(name, String(value)), true),
      has: (_, name) => kept.has(name),
      deleteProperty: (_, name) => (kept.delete(name), true),
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: (_, name) =>
        kept.has(name) ? { value: kept.get(name), writable: true, enumerable: true, configurable: true } : undefined,
    })
  }
  const local = settings.map(([name, value]) => [name, JSON.stringify(value)])
  Object.defineProperty(window, 'localStorage', { value: storage(local) })
  Object.defineProperty(window, 'sessionStorage', { value: storage([]) })

  const PlainWorker = window.Worker
  /** Without an origin only a blob may be a worker, and in Chromium only a plain script: it imports the module. */
  window.Worker = class extends PlainWorker {
    constructor(url) {
      const text = `import(${JSON.stringify(String(url))})`
      super(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })))
    }
  }

  /** The one socket that DevTools open. Its messages go to the page that frames this one. */
  window.WebSocket = class {
    #port
    constructor() {
      const { port1, port2 } = new MessageChannel()
      this.#port = port1
      port1.addEventListener('message', ({ data }) => this.onmessage?.({ data }))
      port1.start()
      // Who frames this page is not secret to it, but its origin is: `frame-ancestors` has checked it.
      window.parent.postMessage('alcove-devtools', '*', [port2])
      queueMicrotask(() => this.onopen?.({}))
    }
    send(text) {
      this.#port.postMessage(text)
    }
    close() {
      this.#port.close()
    }
  }
}
