export default function NewFunctionPage() {
  return null
}
