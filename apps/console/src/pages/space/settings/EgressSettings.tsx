import { DEFAULT_EGRESS, Egress, type Space } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { Controller, useForm, useWatch } from 'react-hook-form'
import { engineQuery } from '../../../api/engine.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useSpaceSave } from '../../../components/changed-meanwhile/useSpaceSave.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { RadioList } from '../../../ui/RadioList.tsx'
import { AllowList } from './AllowList.tsx'

const MODES = ['internet', 'none', 'allow'] as const

/** Where functions of the space may connect to, and what they can never reach. */
export function EgressSettings({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('spaces:write')
  const engine = useQuery(engineQuery).data
  const { control, handleSubmit, reset, formState } = useForm<Egress>({
    resolver: zodResolver(Egress),
    defaultValues: space.egress,
  })
  const [mode, allow] = useWatch({ control, name: ['mode', 'allow'] })
  const save = useSpaceSave<'egress'>({
    space,
    dirty: formState.isDirty,
    settings: ({ egress }) => ({ egress }),
    show: ({ egress }) => reset(egress),
    done: () => t('egress.saved'),
  })
  // Do not keep a list that does not apply: people would forget it.
  const kept = (egress: Egress) => (egress.mode === 'allow' ? egress : { ...DEFAULT_EGRESS, mode: egress.mode })
  const same = mode === space.egress.mode && (mode !== 'allow' || allow.join('\n') === space.egress.allow.join('\n'))
  return (
    <form
      className="grid max-w-[720px] gap-4 px-gutter"
      onSubmit={handleSubmit((egress) => save.mutate({ egress: kept(egress) }))}
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
      <Controller
        control={control}
        name="mode"
        render={({ field }) => (
          <RadioList
            label={t('egress.mode')}
            columns={3}
            value={field.value}
            disabled={denied !== null}
            onChange={field.onChange}
            options={MODES.map((value) => ({
              value,
              label: t(`egress.${value}`),
              hint: t(`egress.${value}Means`),
            }))}
          />
        )}
      />
      {mode === 'allow' && (
        <Controller
          control={control}
          name="allow"
          render={({ field }) => <AllowList targets={field.value} readOnlyReason={denied} onChange={field.onChange} />}
        />
      )}
      {mode !== 'none' && (
        <p className="text-sm text-fg-3">{t(mode === 'allow' ? 'egress.never' : 'egress.neverInternet')}</p>
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
      {save.conflict && <ChangedDialog name={space.name} conflict={save.conflict} pending={save.isPending} />}
    </form>
  )
}
