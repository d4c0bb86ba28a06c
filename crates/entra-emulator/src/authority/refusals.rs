//! What Entra answers when a policy, an administrator or time stands in the way, by number, as a fault asks for it
//! ("Microsoft Entra authentication and authorization error codes").

use super::error::AuthError;

/// Claims with which a client is to ask again after a conditional access policy refused it.
const POLICY: &str =
    r#"{"access_token":{"capolids":{"essential":true,"values":["c3f1b7a2-0000-4000-8000-000000000001"]}}}"#;

/// The refusal with this number; `None` where none is known.
pub(crate) fn by_number(number: u32) -> Option<AuthError> {
    let (error, suberror, claims, text) = match number {
        50_076 => (
            "invalid_grant",
            Some("basic_action"),
            Some(POLICY),
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must \
             use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.",
        ),
        50_079 => (
            "invalid_grant",
            Some("basic_action"),
            Some(POLICY),
            "Due to a configuration change made by your administrator, or because you moved to a new location, you must \
             enroll in multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.",
        ),
        50_097 => ("invalid_grant", Some("basic_action"), Some(POLICY), "Device authentication is required."),
        53_000 => (
            "invalid_grant",
            Some("additional_action"),
            Some(POLICY),
            "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, \
             and the device is not compliant. The user must enroll their device with an approved MDM provider like \
             Intune.",
        ),
        53_003 => (
            "invalid_grant",
            Some("message_only"),
            Some(POLICY),
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
        ),
        65_001 => (
            "invalid_grant",
            Some("consent_required"),
            None,
            "The user or administrator has not consented to use the application with ID \
             '14d82eec-204b-4c2f-b7e8-296a70dab67e' named 'Microsoft Graph Command Line Tools'. Send an interactive \
             authorization request for this user and resource.",
        ),
        70_019 => ("code_expired", None, None, "Verification code expired."),
        70_043 => (
            "invalid_grant",
            Some("token_expired"),
            None,
            "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.",
        ),
        90_055 => ("temporarily_unavailable", None, None, "The tenant is throttled because of too many requests."),
        7_000_112 => (
            "unauthorized_client",
            None,
            None,
            "Application '14d82eec-204b-4c2f-b7e8-296a70dab67e'(Microsoft Graph Command Line Tools) is disabled.",
        ),
        _ => return None,
    };
    let mut refusal = AuthError::new(error, number, text);
    if let Some(suberror) = suberror {
        refusal = refusal.with_suberror(suberror);
    }
    if let Some(claims) = claims {
        refusal = refusal.with_claims(claims);
    }
    Some(refusal)
}
