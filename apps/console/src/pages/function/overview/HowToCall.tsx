import type { FunctionDetail, Trigger, TriggerOf } from '@alcove/contract'
import { useState } from 'react'
import { triggersQuery } from '../../../api/triggers.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { invokeCurl, urlCurl } from '../payload/curl.ts'
import { useWholeList } from '../../../components/useWholeList.ts'

/** A shell command that calls the function: through its URL if it has one, otherwise through the API. */
export function HowToCall({ space, details }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<'url' | 'api' | null>(null)
  const trigger = useWholeList(triggersQuery(space, details.name)).data?.find(isOpenUrl)
  const way = chosen ?? (trigger ? 'url' : 'api')
  const qualifier = details.aliases[0]?.name ?? 'draft'
  const code =
    way === 'url' && trigger
      ? urlCurl(trigger.url, trigger.config.auth, trigger.config.methods?.[0])
      : invokeCurl(window.location.origin, space, details.name, qualifier, '{"name":"Ada"}')
  return (
    <Section
      title={t('fn.overview.howToCall')}
      actions={
        trigger && (
          <Segmented
            label={t('fn.overview.howToCall')}
            value={way}
            options={[
              { value: 'url', label: 'URL' },
              { value: 'api', label: 'API' },
            ]}
            onChange={setChosen}
          />
        )
      }
    >
      <div className="px-gutter pb-3">
        <CodeBlock boxed wrap code={code} label={t('fn.overview.howToCall')} />
        <p className="mt-2 text-sm text-fg-3">
          {way === 'url' && trigger ? t(`fn.triggers.authHint.${trigger.config.auth}`) : t('fn.overview.apiHint')}
        </p>
      </div>
    </Section>
  )
}

function isOpenUrl(trigger: Trigger): trigger is TriggerOf<'http'> {
  return trigger.type === 'http' && trigger.enabled
}
