import { REDIRECT_STATUSES, ROUTE_METHODS, type PutRoute } from '@alcove/contract'
import { functionsQuery } from '../../../api/functions.ts'
import { AccessFields } from '../../../components/access/AccessFields.tsx'
import { type BodyForm, refusalAt } from '../../../components/useBodyForm.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { type Translate, useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field, Input, Textarea } from '../../../ui/Field.tsx'
import { NewNameInput } from '../../../ui/NewNameInput.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TargetField } from '../../function/triggers/TargetField.tsx'
import { schemaError, type RouteDraft, WINDOWS } from './route-draft.ts'

interface RouteFieldsProps {
  space: string
  form: BodyForm<RouteDraft, PutRoute>
  isNew: boolean
  hasSecret: boolean
  nameError: string | null
  pathError: string | null
  /** Why the server did not save it. */
  refused: unknown
}

export function RouteFields({ space, form, isNew, hasSecret, nameError, pathError, refused }: RouteFieldsProps) {
  const { t } = useTranslation()
  const functions = useWholeList(functionsQuery(space)).data ?? []
  const { register, set, values: draft } = form
  const errorAt = (path: string) => refusalAt(refused, path) ?? form.errorAt(path)
  const limit = (name: 'perKey' | 'perAddress') => (
    <Field
      label={t(`gateway.${name}`)}
      hint={t('gateway.limitHint')}
      error={errorAt(`limits.${name}`) ?? errorAt(`limits.${name}.requests`)}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
        <Input inputMode="numeric" {...register(name)} />
        <Select
          label={t('gateway.window')}
          value={draft[`${name}Window`]}
          onChange={(window) => set(`${name}Window`, window)}
          options={[...new Set([...WINDOWS.map(String), draft[`${name}Window`]])].map((value) => ({
            value,
            label: windowText(t, value),
          }))}
        />
      </div>
    </Field>
  )
  return (
    <>
      {isNew && (
        <Field label={t('gateway.name')} error={nameError}>
          <NewNameInput placeholder="get-order" {...register('name')} />
        </Field>
      )}
      <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-3">
        <Field label={t('gateway.method')}>
          <Select
            mono
            value={draft.method}
            onChange={(method) => set('method', method)}
            options={ROUTE_METHODS.map((method) => ({ value: method, label: method }))}
          />
        </Field>
        <Field label={t('gateway.path')} hint={t('gateway.pathHint')} error={pathError ?? errorAt('path')}>
          <Input mono autoComplete="off" placeholder="/orders/{id}" {...register('path')} />
        </Field>
      </div>
      <Segmented
        label={t('gateway.kind')}
        value={draft.kind}
        onChange={(kind) => set('kind', kind)}
        options={(['function', 'redirect', 'answer'] as const).map((kind) => ({
          value: kind,
          label: t(`gateway.kinds.${kind}`),
        }))}
      />
      {draft.kind === 'function' && (
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('gateway.function')} error={errorAt('function')}>
            <Select
              value={draft.function}
              onChange={(fn) => set('function', fn)}
              options={[
                { value: '', label: t('gateway.chooseFunction'), disabled: true },
                ...functions.map(({ name }) => ({ value: name, label: name })),
              ]}
            />
          </Field>
          {draft.function !== '' && (
            <TargetField
              space={space}
              fn={draft.function}
              value={draft.qualifier}
              error={errorAt('qualifier')}
              onChange={(qualifier) => set('qualifier', qualifier)}
            />
          )}
        </div>
      )}
      {draft.kind === 'redirect' && (
        <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-3">
          <Field label={t('gateway.status')}>
            <Select
              value={draft.redirectStatus}
              onChange={(redirectStatus) => set('redirectStatus', redirectStatus)}
              options={REDIRECT_STATUSES.map((status) => ({ value: String(status), label: String(status) }))}
            />
          </Field>
          <Field
            label={t('gateway.to')}
            hint={t('gateway.toHint')}
            error={draft.to === '' ? null : errorAt('redirect.to')}
          >
            <Input mono placeholder="/v1/*" {...register('to')} />
          </Field>
        </div>
      )}
      {draft.kind === 'answer' && (
        <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-3">
          <Field label={t('gateway.status')} error={errorAt('answer.status')}>
            <Input inputMode="numeric" {...register('answerStatus')} />
          </Field>
          <Field label={t('gateway.body')} error={errorAt('answer.body')}>
            <Textarea mono rows={2} {...register('answerBody')} />
          </Field>
        </div>
      )}
      <AccessFields
        value={draft.access}
        onChange={(access) => set('access', access)}
        hasSecret={hasSecret}
        errorAt={errorAt}
      />
      <div className="grid grid-cols-2 gap-3 narrow:grid-cols-1">
        {draft.access.auth !== 'none' && limit('perKey')}
        {limit('perAddress')}
      </div>
      <Field
        label={t('gateway.schema')}
        hint={t('gateway.schemaHint')}
        error={schemaError(draft.body) ?? errorAt('schemas.body')}
      >
        <Textarea mono rows={4} spellCheck={false} placeholder='{ "required": ["email"] }' {...register('body')} />
      </Field>
      <Field label={t('gateway.querySchema')} error={schemaError(draft.query) ?? errorAt('schemas.query')}>
        <Textarea mono rows={2} spellCheck={false} {...register('query')} />
      </Field>
      <Field
        label={t('gateway.origins')}
        hint={t('gateway.originsHint')}
        error={errorAt('cors.origins.0') ?? errorAt('cors.credentials')}
      >
        <Textarea mono rows={2} {...register('origins')} />
      </Field>
      {draft.origins.trim() !== '' && (
        <Checkbox checked={draft.credentials} onChange={(credentials) => set('credentials', credentials)}>
          {t('gateway.credentials')}
        </Checkbox>
      )}
      {draft.kind === 'function' && (
        <Checkbox checked={draft.respondAsync} onChange={(respondAsync) => set('respondAsync', respondAsync)}>
          {t('gateway.respondAsync')}
        </Checkbox>
      )}
      <Checkbox checked={draft.enabled} onChange={(enabled) => set('enabled', enabled)}>
        {t('gateway.enabled')}
      </Checkbox>
    </>
  )
}

const WINDOW_NAMES: Readonly<Record<string, 'second' | 'minute' | 'hour' | 'day'>> = {
  1: 'second',
  60: 'minute',
  3600: 'hour',
  86400: 'day',
}

function windowText(t: Translate, seconds: string): string {
  return t(`gateway.windows.${WINDOW_NAMES[seconds] ?? 'other'}`, { seconds })
}
