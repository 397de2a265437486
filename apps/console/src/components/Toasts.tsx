import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { toast } from 'sonner'
import { useTranslation } from '../i18n/index.ts'
import { useTheme } from '../ui/theme.ts'
import { Toaster } from '../ui/Toast.tsx'

function Toasts() {
  const { shown } = useTheme()
  const { t } = useTranslation()
  return <Toaster theme={shown} closeLabel={t('common.close')} />
}

const root = createRoot(document.body.appendChild(document.createElement('div')))
// Render synchronously: a toast sent before the component listens would be lost.
flushSync(() => root.render(<Toasts />))

export { toast as show }
