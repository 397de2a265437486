import type { toast as Toast } from 'sonner'

/** The code that shows toasts loads with the first one: most visits need none. */
const load = () => import('./Toasts.tsx')

/** Says what happened. Results disappear after a while, errors stay until closed. */
export const toast = {
  message: (...said: Parameters<typeof Toast.message>) => void load().then(({ show }) => show.message(...said)),
  success: (...said: Parameters<typeof Toast.success>) => void load().then(({ show }) => show.success(...said)),
  error: (...said: Parameters<typeof Toast.error>) => void load().then(({ show }) => show.error(...said)),
}
