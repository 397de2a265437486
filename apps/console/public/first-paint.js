// Runs before the first paint, so that no theme flashes and no frame is drawn around the pages before the sign-in. If a
// script or the styles of the page do not arrive, it tries once more, then says so.
// A file of its own, because the CSP allows no inline script.
;(function () {
  var theme = 'system'
  try {
    theme = localStorage.getItem('alcove.theme') || 'system'
  } catch {
    // Storage may be blocked: the system's theme then.
  }
  var dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  if (/^\/(sign-in|setup|invite)$/.test(location.pathname)) document.documentElement.dataset.frame = 'none'

  var PAUSE_MS = 30000
  var TRIED = 'alcove.tried'
  addEventListener('error', onError, true)

  function onError(event) {
    var element = event.target
    if (!(element instanceof Element) || document.querySelector('#root > *')) return
    if (element.localName !== 'script' && element.rel !== 'stylesheet') return
    removeEventListener('error', onError, true)
    var tried = 0
    try {
      tried = Number(sessionStorage.getItem(TRIED))
      sessionStorage.setItem(TRIED, String(Date.now()))
    } catch {
      tried = Date.now()
    }
    if (Date.now() - tried > PAUSE_MS) location.reload()
    else showFailure()
  }

  function showFailure() {
    var language = navigator.language
    try {
      language = localStorage.getItem('alcove.language') || language
    } catch {
      // The browser's language then.
    }
    var chinese = language.startsWith('zh')
    var message = document.createElement('div')
    message.id = 'failure'
    message.setAttribute('role', 'alert')
    message.textContent = chinese ? '页面的部分文件未能送达。' : 'Parts of this page did not arrive.'
    var again = document.createElement('button')
    again.textContent = chinese ? '重新加载' : 'Load again'
    again.onclick = function () {
      location.reload()
    }
    message.append(again)
    ;(document.body || document.documentElement).append(message)
  }
})()
