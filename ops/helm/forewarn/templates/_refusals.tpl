{{/* What cannot be installed, each with one sentence that says what to do; every template begins with it. */}}
{{- define "forewarn.refusals" -}}
{{- $values := .Values -}}
{{- $_ := required "Set image.repository to where the image of Forewarn lies; it is built from the Dockerfile." $values.image.repository -}}
{{- $_ := required "Set secrets.existingSecret to a Secret of this namespace that has DATABASE_URL and SMTP_URL: kubectl create secret generic forewarn --from-literal=DATABASE_URL=… --from-literal=SMTP_URL=…" $values.secrets.existingSecret -}}
{{- $_ := required "Set temporal.address to host:port of the Temporal frontend." $values.temporal.address -}}
{{- $_ := required "Set env.FOREWARN_PUBLIC_URL to where customers reach the pages: links in mails lead there." $values.env.FOREWARN_PUBLIC_URL -}}
{{- $_ := required "Set env.FOREWARN_MAIL_FROM to the sender of mails, such as Maintenance <maintenance@provider.example>." $values.env.FOREWARN_MAIL_FROM -}}
{{- $_ := required "Set env.FOREWARN_PROVIDER_NAME to the name that customers read in mails and on pages." $values.env.FOREWARN_PROVIDER_NAME -}}
{{- range $name := list "FOREWARN_OIDC_ISSUER" "FOREWARN_PORTAL_OIDC_ISSUER" "FOREWARN_RETURN_PATH" -}}
{{- if and (index $values.env $name) (not (has "FOREWARN_SECRETS_KEY" $values.secrets.settings)) -}}
{{- fail (printf "env.%s needs FOREWARN_SECRETS_KEY: add that key to the Secret and its name to secrets.settings." $name) -}}
{{- end -}}
{{- end -}}
{{- range $issuer, $secret := dict "FOREWARN_OIDC_ISSUER" "FOREWARN_OIDC_CLIENT_SECRET" "FOREWARN_PORTAL_OIDC_ISSUER" "FOREWARN_PORTAL_OIDC_CLIENT_SECRET" -}}
{{- if and (index $values.env $issuer) (not (has $secret $values.secrets.settings)) -}}
{{- fail (printf "env.%s needs %s: add that key to the Secret and its name to secrets.settings." $issuer $secret) -}}
{{- end -}}
{{- end -}}
{{- $tls := $values.temporal.tls -}}
{{- if ne (empty $tls.certificate) (empty $tls.key) -}}
{{- fail "temporal.tls.certificate and temporal.tls.key belong together: name both, or set both to \"\"." -}}
{{- end -}}
{{- if and $tls.existingSecret (not $tls.enabled) -}}
{{- fail "temporal.tls.existingSecret is not used: set temporal.tls.enabled, too." -}}
{{- end -}}
{{- range $name, $path := pick $values.env "FOREWARN_CONFIG" "FOREWARN_EXECUTORS" "FOREWARN_SILENCES" "FOREWARN_STATUSPAGE_MAP" "FOREWARN_DKIM_KEY_FILE" -}}
{{- $mounted := false -}}
{{- range $values.files -}}
{{- if hasPrefix (printf "%s/" (trimSuffix "/" .mountPath)) $path -}}{{- $mounted = true -}}{{- end -}}
{{- end -}}
{{- if not $mounted -}}
{{- fail (printf "env.%s names %s, which no entry of files mounts: add one with the folder as mountPath, and the ConfigMap or Secret that holds the file." $name $path) -}}
{{- end -}}
{{- end -}}
{{- range $component := list "worker" "deliveryWorker" -}}
{{- if eq (index $values $component).autoscaling.by "backlog" -}}
{{- if and $tls.enabled (not (include "forewarn.kedaAuthenticates" $)) -}}
{{- fail (printf "%s.autoscaling.by backlog needs a client certificate or TEMPORAL_API_KEY where Temporal has TLS, because KEDA speaks TLS with one of them only: name one, or set it to cpu." $component) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $component := list "api" "worker" "deliveryWorker" -}}
{{- $scaling := (index $values $component).autoscaling -}}
{{- if gt (int $scaling.minReplicas) (int $scaling.maxReplicas) -}}
{{- fail (printf "%s.autoscaling.minReplicas is more than maxReplicas: lower it, or raise maxReplicas." $component) -}}
{{- end -}}
{{- end -}}
{{- end -}}
