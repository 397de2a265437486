import type { Destination } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'

/** A destination in words. */
export function useDestinationText() {
  const { t } = useTranslation()
  return (destination: Destination): string => {
    switch (destination.type) {
      case 'function':
        return t('tasks.delivery.function', { name: `${destination.function}:${destination.qualifier}` })
      case 'bucket':
        return t('tasks.delivery.bucket', { name: `${destination.bucket}/${destination.prefix}` })
      case 'webhook':
        return destination.url
    }
  }
}
