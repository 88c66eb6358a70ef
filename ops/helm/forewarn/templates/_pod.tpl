{{/* The environment of every process; `extra` is a map of what one component has besides. */}}
{{- define "forewarn.env" -}}
{{- $values := .root.Values -}}
{{- $secret := $values.secrets.existingSecret -}}
{{- range concat (list "DATABASE_URL" "SMTP_URL") $values.secrets.settings | uniq }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $secret | quote }}, key: {{ . }} } }
{{- end }}
- name: TEMPORAL_ADDRESS
  value: {{ $values.temporal.address | quote }}
- name: TEMPORAL_NAMESPACE
  value: {{ $values.temporal.namespace | quote }}
{{- with $values.temporal.tls }}
{{- if .enabled }}
- name: TEMPORAL_TLS
  value: 'true'
{{- if .existingSecret }}
{{- if .ca }}
- name: TEMPORAL_TLS_SERVER_CA_CERT_PATH
  value: /etc/forewarn-temporal/{{ .ca }}
{{- end }}
{{- if .certificate }}
- name: TEMPORAL_TLS_CLIENT_CERT_PATH
  value: /etc/forewarn-temporal/{{ .certificate }}
- name: TEMPORAL_TLS_CLIENT_KEY_PATH
  value: /etc/forewarn-temporal/{{ .key }}
{{- end }}
{{- end }}
{{- if .serverName }}
- name: TEMPORAL_TLS_SERVER_NAME
  value: {{ .serverName | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- if $values.inboundSmtp.enabled }}
# workers know by it that answers are read
- name: FOREWARN_INBOUND_SMTP_PORT
  value: {{ $values.inboundSmtp.port | quote }}
- name: FOREWARN_INBOUND_SMTP_HOST
  value: 0.0.0.0
{{- end }}
{{- range $name, $value := $values.env }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- range $name, $value := .extra }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- with $values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "forewarn.volumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if and .Values.temporal.tls.enabled .Values.temporal.tls.existingSecret }}
- name: temporal-tls
  mountPath: /etc/forewarn-temporal
  readOnly: true
{{- end }}
{{- range $at, $file := .Values.files }}
- name: files-{{ $at }}
  mountPath: {{ $file.mountPath | quote }}
  readOnly: true
{{- end }}
{{- end -}}

{{- define "forewarn.volumes" -}}
- name: tmp
  emptyDir: { sizeLimit: 256Mi }
{{- if and .Values.temporal.tls.enabled .Values.temporal.tls.existingSecret }}
- name: temporal-tls
  secret: { secretName: {{ .Values.temporal.tls.existingSecret | quote }}, defaultMode: 288 }
{{- end }}
{{- range $at, $file := .Values.files }}
- name: files-{{ $at }}
  {{- if $file.secret }}
  secret: { secretName: {{ $file.secret | quote }}, defaultMode: 288 }
  {{- else }}
  configMap: { name: {{ $file.configMap | quote }} }
  {{- end }}
{{- end }}
{{- end -}}

{{/* What pods of every component have in common. */}}
{{- define "forewarn.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.serviceAccountName }}
serviceAccountName: {{ . | quote }}
{{- end }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
volumes:
  {{- include "forewarn.volumes" . | nindent 2 }}
{{- end -}}

{{/* What containers of every component have in common. */}}
{{- define "forewarn.container" -}}
image: {{ include "forewarn.image" . | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- toYaml .root.Values.securityContext | nindent 2 }}
env:
  {{- include "forewarn.env" . | nindent 2 }}
{{- with .root.Values.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  {{- include "forewarn.volumeMounts" .root | nindent 2 }}
{{- end -}}
