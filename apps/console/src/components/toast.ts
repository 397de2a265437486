import type { toast as Toast } from 'sonner'

/** What shows them comes with the first of them: most visits end without one. */
const load = () => import('./Toasts.tsx')

/** Says what happened. Results go away by themselves, errors stay until closed. */
export const toast = {
  message: (...said: Parameters<typeof Toast.message>) => void load().then(({ show }) => show.message(...said)),
  success: (...said: Parameters<typeof Toast.success>) => void load().then(({ show }) => show.success(...said)),
  error: (...said: Parameters<typeof Toast.error>) => void load().then(({ show }) => show.error(...said)),
}
