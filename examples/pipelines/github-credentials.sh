#!/bin/sh
# A GitHub Actions job's own identity as AWS profiles, without keys that are kept anywhere.
#
#   sh github-credentials.sh profiles COMMERCIAL_ROLE GOVCLOUD_ROLE > "$AWS_CONFIG_FILE"
#   sh github-credentials.sh assume ROLE REGION      what the profiles call, whenever credentials run out
#
# A profile with a token in a file would be good for one hour: GitHub's tokens live for minutes, and an apply may take longer.
set -eu

case "$1" in
profiles)
    here=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
    printf '[profile commercial]\nregion = us-east-1\ncredential_process = sh "%s" assume "%s" us-east-1\n\n' "$here" "$2"
    printf '[profile govcloud]\nregion = us-gov-west-1\ncredential_process = sh "%s" assume "%s" us-gov-west-1\n' "$here" "$3"
    ;;
assume)
    token=$(curl --silent --show-error --fail --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
        "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com" | jq --raw-output .value)
    # No profile: the call is signed by nothing but the token. Without AWS_CONFIG_FILE it can't start itself again.
    # shellcheck disable=SC2016 # the backquotes are JMESPath's
    env -u AWS_PROFILE -u AWS_CONFIG_FILE aws sts assume-role-with-web-identity --no-sign-request --output json \
        --region "$3" --role-arn "$2" --role-session-name "govpair-$GITHUB_RUN_ID" --web-identity-token "$token" \
        --query '{Version: `1`, AccessKeyId: Credentials.AccessKeyId, SecretAccessKey: Credentials.SecretAccessKey,
                  SessionToken: Credentials.SessionToken, Expiration: Credentials.Expiration}'
    ;;
*)
    echo "usage: $0 profiles COMMERCIAL_ROLE GOVCLOUD_ROLE | $0 assume ROLE REGION" >&2
    exit 2
    ;;
esac
