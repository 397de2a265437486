import { useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { Section } from '../../../ui/Section.tsx'
import { invokeCurl, urlCurl } from '../payload/curl.ts'
import { InvokeForm } from './InvokeForm.tsx'

interface InvokePanelProps {
  space: string
  fn: string
  qualifiers: readonly string[]
  /** The function URL, if there is one and the user may know it. */
  url?: string | null
}

/** For users who may invoke a function but not read it: an event, a button, and the answer. */
export function InvokePanel({ space, fn, qualifiers, url = null }: InvokePanelProps) {
  const { t } = useTranslation()
  const [qualifier, setQualifier] = useState(() => qualifiers.find((each) => each !== 'draft') ?? 'draft')
  return (
    <div className="grid flex-1 grid-cols-[minmax(0,1fr)_var(--rail)] compact:grid-cols-1">
      <div className="min-w-0">
        <InvokeForm space={space} fn={fn} qualifiers={qualifiers} onQualifier={setQualifier} />
      </div>
      <aside className="min-w-0 border-l border-line [--gutter:16px] compact:border-t compact:border-l-0">
        <Section title={t('fn.overview.howToCall')}>
          <div className="grid gap-2 px-gutter pb-3">
            <CodeBlock
              boxed
              wrap
              label={t('fn.overview.howToCall')}
              code={
                url === null
                  ? invokeCurl(window.location.origin, space, fn, qualifier, '{"name":"Ada"}')
                  : urlCurl(url, 'space')
              }
            />
            <p className="text-sm text-fg-3">{t('fn.overview.apiHint')}</p>
          </div>
        </Section>
        <Section ruled title={t('fn.invoke.kept')}>
          <p className="px-gutter pb-3 text-fg-2">{t('fn.invoke.keptHint')}</p>
        </Section>
      </aside>
    </div>
  )
}
