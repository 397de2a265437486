import { type BuildStatus, can } from '@alcove/contract'
import type { Translate } from '../../../i18n/index.ts'

/** Why a draft with this build cannot be published, in the user's language; null when it can. */
export function notBuilt(t: Translate, build: { status: BuildStatus; error: string | null } | null): string | null {
  if (can.publish({ build }).allowed || !build) return null
  if (build.status !== 'failed') return t('fn.build.publishWaits')
  return [t('fn.build.notPublishable'), build.error].filter(Boolean).join(': ')
}
