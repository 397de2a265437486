import { useTranslation } from 'react-i18next'
import { useTheme } from '../theme.ts'
import { Toaster } from '../ui/Toast.tsx'

export function Toasts() {
  const { shown } = useTheme()
  const { t } = useTranslation()
  return <Toaster theme={shown} closeLabel={t('common.close')} />
}
