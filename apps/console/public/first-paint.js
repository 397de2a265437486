// index.html says what for.
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
  addEventListener(
    'error',
    function ({ target }) {
      if (!/^(SCRIPT|LINK)$/.test(target.tagName) || document.querySelector('#root > *')) return
      document.getElementById('failure').hidden = false
      if (Date.now() - sessionStorage.tried < 30000) return
      sessionStorage.tried = Date.now()
      location.reload()
    },
    true,
  )
})()
