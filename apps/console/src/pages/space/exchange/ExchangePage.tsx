import type { Space } from '@alcove/contract'
import { Download } from 'lucide-react'
import { spaceArchiveUrl } from '../../../api/exchange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button, buttonClass } from '../../../ui/Button.tsx'
import { Section } from '../../../ui/Section.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { ImportSection } from './ImportSection.tsx'

export default function ExchangePage() {
  return <SpacePage>{(space) => <Exchange key={space.id} space={space} />}</SpacePage>
}

function Exchange({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)
  const unreadable = denied('buckets:read') ?? denied('functions:read')
  return (
    <>
      <Section title={t('exchange.export')} className="border-b border-line pb-5">
        <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-3 px-gutter">
          <p className="text-fg-2">{t('exchange.exportMeans')}</p>
          <div className="min-w-0">
            {unreadable === null ? (
              <a
                href={spaceArchiveUrl(space.name)}
                download={`${space.name}.zip`}
                className={`max-w-full ${buttonClass()}`}
              >
                <Download size={14} className="shrink-0" />
                <span className="cut">{t('exchange.download', { space: space.name })}</span>
              </a>
            ) : (
              <Button icon={<Download size={14} />} disabledReason={unreadable}>
                {t('exchange.download', { space: space.name })}
              </Button>
            )}
          </div>
        </div>
      </Section>
      <Section title={t('exchange.import')} className="pb-8">
        <ImportSection space={space} />
      </Section>
    </>
  )
}
