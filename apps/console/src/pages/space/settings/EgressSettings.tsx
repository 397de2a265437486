import { DEFAULT_EGRESS, type Egress, type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { engineQuery } from '../../../api/engine.ts'
import { spaceKey, updateSpace } from '../../../api/spaces.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { RadioList } from '../../../ui/RadioList.tsx'
import { AllowList } from './AllowList.tsx'

const MODES = ['internet', 'none', 'allow'] as const

/** Where functions of the space may connect to, and what they never reach. */
export function EgressSettings({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('spaces:write')
  const engine = useQuery(engineQuery).data
  const [egress, setEgress] = useState<Egress>(space.egress)
  const save = useChange({
    // A list that is not in force would only be forgotten there.
    run: () =>
      updateSpace(space.name, { egress: egress.mode === 'allow' ? egress : { ...DEFAULT_EGRESS, mode: egress.mode } }),
    invalidates: [spaceKey(space.name)],
    done: () => t('egress.saved'),
  })
  const same =
    egress.mode === space.egress.mode &&
    (egress.mode !== 'allow' || egress.allow.join('\n') === space.egress.allow.join('\n'))
  return (
    <form
      className="grid max-w-[720px] gap-4 px-gutter"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined)
      }}
    >
      {engine && !engine.network.available && (
        <p className="flex gap-2 rounded-field bg-warning-tint px-3 py-2">
          <TriangleAlert size={15} className="mt-0.5 text-warning" />
          <span>
            {t(engine.isolation === 'process' ? 'egress.notEnforced' : 'egress.noNetwork')}{' '}
            <Link {...paths.engine()} className="link">
              {t('egress.seeEngine')}
            </Link>
          </span>
        </p>
      )}
      <RadioList
        label={t('egress.mode')}
        columns={3}
        value={egress.mode}
        disabled={denied !== null}
        onChange={(mode) => setEgress({ ...egress, mode })}
        options={MODES.map((mode) => ({ value: mode, label: t(`egress.${mode}`), hint: t(`egress.${mode}Means`) }))}
      />
      {egress.mode === 'allow' && (
        <AllowList
          targets={egress.allow}
          readOnlyReason={denied}
          onChange={(allow) => setEgress({ ...egress, allow })}
        />
      )}
      {egress.mode !== 'none' && (
        <p className="text-sm text-fg-3">{t(egress.mode === 'allow' ? 'egress.never' : 'egress.neverInternet')}</p>
      )}
      <div className="flex items-center gap-3">
        <Button
          type="submit"
          pending={save.isPending}
          disabledReason={denied ?? (same ? t('common.nothingChanged') : null)}
        >
          {t('common.save')}
        </Button>
        <span className="text-sm text-fg-3">{denied ?? (!same && t('egress.takesEffect'))}</span>
      </div>
    </form>
  )
}
