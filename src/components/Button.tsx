import type { ComponentProps } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Button.module.css';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'type'> {
  /** quiet: shows itself under the pointer; plain: a line around it; main: what one came for. */
  readonly kind?: 'quiet' | 'plain' | 'main';
  readonly icon?: IconName;
  readonly submit?: boolean;
}

/** A button; one without words is named by `aria-label`, and shows that as its tooltip. */
export function Button({ kind = 'quiet', icon, submit = false, children, ...rest }: ButtonProps) {
  return (
    <button {...rest} title={rest.title ?? rest['aria-label']} type={submit ? 'submit' : 'button'} className={styles[kind]} data-bare={children === undefined || undefined}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}
