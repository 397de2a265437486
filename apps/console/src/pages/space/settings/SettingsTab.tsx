import type { Space } from '@alcove/contract'
import { ArrowLeftRight } from 'lucide-react'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Section } from '../../../ui/Section.tsx'
import { DeleteSpace } from './DeleteSpace.tsx'
import { EgressSettings } from './EgressSettings.tsx'
import { RetentionSettings } from './RetentionSettings.tsx'
import { SamplingSettings } from './SamplingSettings.tsx'
import { StorageSettings } from './StorageSettings.tsx'
import { IsolationSetting } from './IsolationSetting.tsx'
import { SpaceForm } from './SpaceForm.tsx'
import { TrashSection } from './TrashSection.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { VisibilitySwitch } from '../VisibilitySwitch.tsx'

export default function SettingsTab() {
  return <SpacePage>{(space) => <Settings key={space.id} space={space} />}</SpacePage>
}

function Settings({ space }: { space: Space }) {
  const { t } = useTranslation()
  return (
    <>
      <Section title={t('spaces.general')} className="border-b border-line pb-5">
        <SpaceForm space={space} />
      </Section>
      <Section title={t('spaces.visibility')} className="border-b border-line pb-5">
        <div className="flex max-w-[720px] flex-wrap items-center gap-x-3 gap-y-2 px-gutter">
          <VisibilitySwitch space={space} />
        </div>
      </Section>
      <Section title={t('spaces.isolation')} className="border-b border-line pb-5">
        <IsolationSetting space={space} />
      </Section>
      <Section title={t('egress.title')} note={t('egress.note')} className="border-b border-line pb-5">
        <EgressSettings space={space} />
      </Section>
      <Section title={t('storage.title')} note={t('storage.note')} className="border-b border-line pb-5">
        <StorageSettings space={space} />
      </Section>
      <Section title={t('retention.title')} note={t('retention.note')} className="border-b border-line pb-5">
        <RetentionSettings space={space} />
      </Section>
      <Section
        title={t('traces.sampling.title')}
        note={t('traces.sampling.note')}
        className="border-b border-line pb-5"
      >
        <SamplingSettings space={space} />
      </Section>
      <Section title={t('exchange.title')} note={t('exchange.note')} className="border-b border-line pb-5">
        <div className="flex flex-wrap items-center gap-2 px-gutter">
          <LinkButton icon={<ArrowLeftRight size={14} />} {...paths.exchange(space.name)}>
            {t('exchange.open')}
          </LinkButton>
        </div>
      </Section>
      <Section title={t('trash.title')} note={t('trash.note')} className="border-b border-line pb-5">
        <TrashSection space={space} />
      </Section>
      <Section title={t('spaces.danger')} className="pb-8">
        <DeleteSpace space={space} />
      </Section>
    </>
  )
}
