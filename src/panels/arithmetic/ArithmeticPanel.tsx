import { Section } from '../parts/Section.tsx';

export default function ArithmeticPanel() {
  return <Section title="Arithmetic">{null}</Section>;
}
