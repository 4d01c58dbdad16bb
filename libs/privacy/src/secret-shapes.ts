/**
 * Shapes that vendors give their keys, as their documentation or their own secret scanning describes them. Each begins
 * with a literal and is bounded; what is optional stands at the end.
 */
export const secretShapes: readonly RegExp[] = [
  /(?:A3T[A-Z\d]|AKIA|ABIA|ACCA|ASIA|AGPA|AIDA|AIPA|ANPA|ANVA|AROA)[A-Z\d]{16}/, // AWS ids of keys and principals
  /ABSK[A-Za-z\d+/]{100,132}={0,2}/, // AWS Bedrock
  /AIza[\w-]{35}/, // Google API key
  /ya29\.[\w-]{20,500}/, // Google OAuth
  /GOCSPX-[\w-]{28}/,
  /1\/\/0[\w-]{40,120}/, // Google refresh token
  /AccountKey=[A-Za-z\d+/]{86}==/, // Azure storage
  /SharedAccessKey=[A-Za-z\d+/]{43}=/, // Azure service bus
  /[\w~.-]{3}8Q~[\w~.-]{31,34}/, // Entra client secret
  /gh[pousr]_\w{36,255}/, // GitHub
  /ghs_\d{1,12}_eyJ[\w-]{10,400}\.[\w-]{10,800}\.[\w-]{10,800}/,
  /github_pat_\w{22,255}/,
  /gl(?:pat|dt|rt|cbt|ft|soat|ffct)-[\w-]{20,50}/, // GitLab
  /glpat-[\w-]{27,300}\.[\da-z]{9}/,
  /gl(?:imt-[\w-]{25}|ptt-[\w-]{40}|agent-[\w-]{50,300}|oas-[\w-]{64})/,
  /GR1348941[\w-]{20,50}/,
  /xox[abeoprs]-[A-Za-z\d-]{10,250}/, // Slack
  /xapp-\d-[A-Z\d]{8,15}-\d{8,16}-[a-z\d]{30,80}/,
  /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z\d/]{20,120}/,
  /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}/,
  /[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,38}/, // Discord bot
  /sk-ant-(?:api|admin)\d\d-[\w-]{80,120}/, // Anthropic
  /sk-(?:proj|svcacct|admin|None)-[\w-]{20,250}/, // OpenAI
  /sk-[A-Za-z\d]{20}T3BlbkFJ[A-Za-z\d]{20}/,
  /sk-or-v1-[a-f\d]{64}/, // OpenRouter
  /sk-[A-Za-z\d]{32,64}/, // DeepSeek, Moonshot, LiteLLM, older OpenAI
  /sk-lf-[a-f\d]{8}(?:-[a-f\d]{4}){3}-[a-f\d]{12}/, // Langfuse
  /lsv2_(?:pt|sk)_[a-f\d]{32}_[a-f\d]{10}/, // LangSmith
  /gsk_[A-Za-z\d]{52}/, // Groq
  /xai-[A-Za-z\d]{80}/,
  /pplx-[A-Za-z\d]{48}/, // Perplexity
  /r8_[A-Za-z\d]{37}/, // Replicate
  /fw_[A-Za-z\d]{22,24}/, // Fireworks
  /tgp_v1_[\w-]{43}/, // Together
  /nvapi-[\w-]{60,70}/, // NVIDIA
  /hf_[A-Za-z]{34}/, // Hugging Face
  /api_org_[A-Za-z]{34}/,
  /pcsk_[A-Za-z\d]{5,6}_[A-Za-z\d]{60,66}/, // Pinecone
  /(?:sk|rk)_(?:live|test|prod)_[A-Za-z\d]{24,250}/, // Stripe
  /whsec_[A-Za-z\d+/]{32,44}/,
  /sq0(?:atp|csp|idp)-[\w-]{22,43}/, // Square
  /EAAA[\w-]{60}/,
  /access_token\$production\$[a-z\d]{16}\$[a-f\d]{32}/, // Braintree
  /shp(?:at|ca|pa|ss)_[A-Za-z\d]{32}/, // Shopify
  /(?:SK|AC)[a-z\d]{32}/, // Twilio
  /SG\.[\w-]{16,32}\.[\w-]{32,64}/, // SendGrid
  /xkeysib-[a-f\d]{64}-[A-Za-z\d]{16}/, // Brevo
  /key-[a-f\d]{32}/, // Mailgun
  /[a-f\d]{32}-us\d{1,2}/, // Mailchimp
  /\d{8,10}:AA[\w-]{32,34}/, // Telegram
  /npm_[A-Za-z\d]{36}/,
  /pypi-AgE[\w-]{120,1000}/,
  /rubygems_[a-f\d]{48}/,
  /dckr_(?:pat|oat)_[\w-]{20,80}/, // Docker Hub
  /(?:AP[\dABCDEF]|AKC)[A-Za-z\d]{10,200}/, // Artifactory
  /cf(?:at|ut|k)_[A-Za-z\d]{40}[a-f\d]{8}/, // Cloudflare
  /v1\.0-[a-f\d]{24}-[a-f\d]{146}/,
  /dapi[A-Fa-f\d]{32}(?:-\d{1,2})?/, // Databricks
  /do[opr]_v1_[a-f\d]{64}/, // DigitalOcean
  /HRKU-AA[\w-]{58}/, // Heroku
  /fo1_[\w-]{43}/, // Fly.io
  /FlyV1 fm\d_[A-Za-z\d+/=,_]{100,2000}/,
  /vc[kipar]_[A-Za-z\d]{24,60}/, // Vercel
  /nfp_[A-Za-z\d]{36}/, // Netlify
  /pscale_(?:pw|tkn|oauth)_[\w.=-]{32,64}/, // PlanetScale
  /sbp_[a-f\d]{40}/, // Supabase
  /sb_secret_[\w-]{31,41}/,
  /hv[sbr]\.[\w-]{24,300}/, // HashiCorp Vault
  /[A-Za-z\d]{14}\.atlasv1\.[\w=-]{60,70}/, // Terraform Cloud
  /pul-[a-f\d]{40}/, // Pulumi
  /dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z\d_-]{2,35}\.)?[A-Za-z\d]{40,44}/, // Doppler
  /tskey-[a-z]{3,12}-[A-Za-z\d]{10,20}-[A-Za-z\d]{20,40}/, // Tailscale
  /ops_eyJ[\w+/=-]{50,4000}/, // 1Password
  /A3-[A-Z\d]{6}-[A-Z\d]{6,11}(?:-[A-Z\d]{5}){2,4}/,
  /gl(?:c_[A-Za-z\d+/]{32,400}={0,2}|sa_[A-Za-z\d]{32}_[a-f\d]{8})/, // Grafana
  /NR(?:AK-[A-Z\d]{27}|II-[\w-]{32})/, // New Relic
  /sntry[su]_[\w+/=-]{64,400}/, // Sentry
  /phx_[A-Za-z\d]{40,50}/, // PostHog personal
  /dt0c01\.[A-Z\d]{24}\.[A-Z\d]{64}/, // Dynatrace
  /figd_[\w-]{38,60}/, // Figma
  /lin_(?:api|oauth)_[A-Za-z\d]{40,64}/, // Linear
  /ntn_\d{11}[A-Za-z\d]{35}/, // Notion
  /secret_[A-Za-z\d]{43}/,
  /ATATT3[\w=-]{150,250}/, // Atlassian
  /pat[A-Za-z\d]{14}\.[a-f\d]{64}/, // Airtable
  /PMAK-[a-f\d]{24}-[a-f\d]{34}/, // Postman
  /sl\.[\w-]{130,152}/, // Dropbox
  /eyJrIjoi[\w+/]{60,100}={0,2}/, // Grafana, older
  /EAA[A-Za-z\d]{60,250}/, // Meta
  /AAAAAAAAAAAAAAAAAAAAA[A-Za-z\d%]{40,150}/, // X bearer
  /bkua_[a-f\d]{40}/, // Buildkite
  /CCIPAT_[A-Za-z\d]{22}_[a-f\d]{40}/, // CircleCI
];

/** What each shape begins with, as a test that most text fails at once. */
export const secretLiterals =
  /A3T|A[KS]IA|A[BNG][IPV]A|ACCA|A[IR]DA|AIPA|AROA|ABSK|AIza|ya29\.|GOCSPX-|1\/\/0|AccountKey=|AccessKey=|8Q~|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|GR1348941|xox|xapp-|hooks\.slack|webhooks\/|\.[\w-]{6}\.|sk-|lsv2_|gsk_|xai-|pplx-|r8_|fw_|tgp_v1_|nvapi-|hf_|api_org_|pcsk_|[sr]k_|whsec_|sq0|EAA|access_token\$|shp[acps]|SK[a-z\d]{9}|AC[a-z\d]{9}|SG\.|xkeysib-|key-|-us\d|:AA|npm_|pypi-|rubygems_|dckr_|AP[\dA-F][A-Za-z\d]|AKC|cf[auk]t?_|v1\.0-|dapi|do[opr]_v1|HRKU-|fo1_|FlyV1|vc[kipar]_|nfp_|pscale_|sbp_|sb_secret|hv[sbr]\.|atlasv1|pul-|dp\.|tskey-|ops_eyJ|A3-|gl(?:c|sa)_|NR(?:AK|II)-|sntry|phx_|dt0c01|figd_|lin_|ntn_\d|secret_|ATATT3|pat[A-Za-z\d]{14}\.|PMAK-|sl\.|eyJrIjoi|AAAAAAA|bkua_|CCIPAT_/;
