import { positions, roles } from '#platform/context/actor.ts';
import { useTranslation } from 'react-i18next';
import type { Choice } from '#kit/ChoiceField.tsx';

/** Roles and positions in words, as choices of a form. */
export function useStandingChoices(): { roles: Choice[]; positions: Choice[] } {
  const { t } = useTranslation();
  return {
    roles: roles.map((role) => ({ value: role, label: t(`people.role.${role}`) })),
    positions: positions.map((position) => ({ value: position, label: t(`people.position.${position}`) })),
  };
}
