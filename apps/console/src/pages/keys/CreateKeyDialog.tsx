import { serverNow } from '../../clock.ts'
import { CreateKey } from '@alcove/contract'
import { zodResolver } from '@hookform/resolvers/zod'
import { Controller } from 'react-hook-form'
import { z } from 'zod'
import { createKey, keysQuery } from '../../api/keys.ts'
import { FormError } from '../../components/FormError.tsx'
import { useChange } from '../../components/useChange.ts'
import { useLiveForm } from '../../components/useLiveForm.ts'
import { useTranslation } from '../../i18n/index.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { ActionChoice } from './ActionChoice.tsx'
import { NewKey } from './NewKey.tsx'
import { SpaceChoice } from './SpaceChoice.tsx'

const EXPIRIES = ['30', '90', '365', 'never'] as const
const DAY = 86_400_000

const { functions, networks } = CreateKey.shape
const FunctionText = functions.unwrap().element
const NetworkText = networks.unwrap().element

/** Words separated by commas or blanks. */
const wordsOf = (text: string) => text.split(/[\s,]+/).filter(Boolean)
const listOf = (item: z.ZodType) =>
  z.string().refine((text) => wordsOf(text).every((word) => item.safeParse(word).success))

const Fields = CreateKey.pick({ name: true, spaces: true, actions: true }).extend({
  expiry: z.enum(EXPIRIES),
  functions: listOf(FunctionText),
  networks: listOf(NetworkText),
})
type Fields = z.infer<typeof Fields>

/** Creates a key and shows it once. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { register, control, handleSubmit, setError, formState } = useLiveForm<Fields>({
    resolver: zodResolver(Fields),
    defaultValues: {
      name: '',
      spaces: ['*'],
      actions: ['functions:invoke'],
      expiry: '90',
      functions: '',
      networks: '',
    },
  })
  const { errors } = formState
  const create = useChange({
    run: ({ expiry, functions: only, networks: from, ...body }: Fields) => {
      const expiresAt = expiry === 'never' ? null : new Date(serverNow() + Number(expiry) * DAY).toISOString()
      const paths = wordsOf(only)
      return createKey({ ...body, expiresAt, networks: wordsOf(from), ...(paths.length > 0 && { functions: paths }) })
    },
    invalidates: [keysQuery.queryKey],
    handles: (error) => {
      setError('root', { message: error instanceof Error ? error.message : String(error) })
      return true
    },
  })
  if (create.data) return <NewKey made={create.data} onClose={onClose} />

  const missing =
    (errors.name && t('keys.nameFirst')) ??
    (errors.spaces && t('keys.spaceFirst')) ??
    (errors.actions && t('keys.actionFirst')) ??
    (errors.functions && t('keys.functionsBad')) ??
    (errors.networks && t('keys.networksBad'))
  return (
    <FormDialog
      onClose={onClose}
      width={560}
      title={t('keys.new')}
      description={t('roles.keyNote')}
      submit={t('keys.create')}
      pending={create.isPending}
      disabledReason={missing}
      onSubmit={handleSubmit((fields) => create.mutate(fields))}
    >
      <FormError message={errors.root?.message} />
      <div className="grid grid-cols-[minmax(0,1fr)_168px] gap-3 narrow:grid-cols-1">
        <Field label={t('common.name')} hint={t('keys.nameHint')}>
          <Input maxLength={100} placeholder="ci-deploy" {...register('name')} />
        </Field>
        <Field label={t('keys.expires')}>
          <Controller
            control={control}
            name="expiry"
            render={({ field }) => (
              <Select
                value={field.value}
                onChange={field.onChange}
                options={EXPIRIES.map((option) => ({
                  value: option,
                  label: option === 'never' ? t('common.never') : t('keys.inDays', { count: Number(option) }),
                }))}
              />
            )}
          />
        </Field>
      </div>
      <Controller
        control={control}
        name="spaces"
        render={({ field }) => <SpaceChoice value={field.value} onChange={field.onChange} />}
      />
      <Field
        label={t('keys.onlyFunctions')}
        hint={t('keys.onlyFunctionsHint')}
        error={errors.functions && t('keys.functionsBad')}
      >
        <Input mono placeholder="shop/checkout, shop/refund" {...register('functions')} />
      </Field>
      <Field label={t('keys.networks')} hint={t('keys.networksHint')} error={errors.networks && t('keys.networksBad')}>
        <Input mono placeholder="10.0.8.0/22, 203.0.113.7" {...register('networks')} />
      </Field>
      <Controller
        control={control}
        name="actions"
        render={({ field }) => <ActionChoice value={field.value} onChange={field.onChange} />}
      />
    </FormDialog>
  )
}
