import type { EngineStatus } from '@alcove/contract'
import { Network, ShieldAlert, ShieldCheck, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { said } from '../../i18n/said.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Section } from '../../ui/Section.tsx'

const icon = { size: 16 } as const

/** What isolates functions from the machine and from each other, and the command that fixes what is missing. */
export function Protection({ engine }: { engine: EngineStatus }) {
  const { t } = useTranslation()
  const contained = engine.isolation === 'oci'
  const { network } = engine
  return (
    <Section title={t('spaces.isolation')}>
      <Fact
        icon={
          contained ? (
            <ShieldCheck {...icon} className="mt-0.5 text-success" />
          ) : (
            <ShieldAlert {...icon} className="mt-0.5 text-warning" />
          )
        }
        title={contained ? t('engine.contained', { runtime: engine.ociRuntime ?? 'OCI' }) : t('shell.isolationOff')}
        detail={contained ? t('engine.containedMeans') : engine.reason && said(engine.reason)}
        remedy={engine.remedy}
      />
      <Fact
        icon={
          network.available ? (
            <Network {...icon} className="mt-0.5 text-success" />
          ) : (
            <Unplug {...icon} className="mt-0.5 text-warning" />
          )
        }
        title={t(network.available ? 'engine.networkOn' : contained ? 'engine.networkOff' : 'engine.networkShared')}
        detail={network.available ? t('engine.networkMeans') : network.reason && said(network.reason)}
        remedy={network.remedy}
      />
    </Section>
  )
}

interface FactProps {
  icon: ReactNode
  title: string
  detail: string | null
  remedy: string | null
}

function Fact({ icon: mark, title, detail, remedy }: FactProps) {
  const { t } = useTranslation()
  return (
    <div className="mx-gutter flex gap-2.5 border-t border-line py-2.5">
      {mark}
      <div className="min-w-0 flex-1">
        <p className="font-name">{title}</p>
        <p className="text-sm text-fg-2">{detail}</p>
        {remedy && <CodeBlock boxed wrap code={remedy} label={t('engine.remedy')} className="mt-2" />}
      </div>
    </div>
  )
}
