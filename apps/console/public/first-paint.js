// Runs before the first paint, so that no theme flashes and no frame is drawn around the pages before the sign-in.
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
})()
