import type { RightSizing } from '@alcove/contract'
import type { Translate } from '../../../../i18n/index.ts'
import type { useFormat } from '../../../../i18n/useFormat.ts'

/** Why a setting should change, in the user's language. The API sends the measurements next to its own words. */
export function reasonText(
  t: Translate,
  format: ReturnType<typeof useFormat>,
  { current, recommended, evidence }: RightSizing,
  setting: RightSizing['reasons'][number]['setting'],
): string {
  switch (setting) {
    case 'memoryMb': {
      const memory = format.number(current.memoryMb)
      if (evidence.outOfMemory > 0)
        return t('fn.config.sizing.reason.outOfMemory', { count: evidence.outOfMemory, memory })
      const peak = format.number(evidence.peakMemoryMb.max ?? 0)
      return recommended.memoryMb > current.memoryMb
        ? t('fn.config.sizing.reason.memoryClose', { peak, memory })
        : t('fn.config.sizing.reason.memoryUnused', { peak, memory })
    }
    case 'cpus': {
      const cores = format.cores(current.cpus)
      return recommended.cpus > current.cpus
        ? t('fn.config.sizing.reason.cpusMore', { cores })
        : t('fn.config.sizing.reason.cpusLess', { cores })
    }
    case 'minInstances':
      return recommended.minInstances > current.minInstances
        ? t('fn.config.sizing.reason.minMore', {
            share: format.percentShort(evidence.coldStarts / evidence.invocations),
            average: format.cores(evidence.callsPerMinute.average),
          })
        : t('fn.config.sizing.reason.minLess', { count: current.minInstances })
  }
}
