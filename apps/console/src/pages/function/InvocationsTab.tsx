export default function InvocationsTab() {
  return null
}
