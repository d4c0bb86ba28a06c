# The user's lost laptop: an application on it is signed in, and holds a refresh token.

# Signs the laptop's application in, and returns its refresh token.
function New-LaptopSession {
    (Invoke-RestMethod -Method Post -Uri '{{control}}/tokens').refresh_token
}

# Redeems the laptop's refresh token, as its application does for each new access token.
function Use-LaptopSession ([string] $RefreshToken) {
    $request = @{
        Method             = 'Post'
        Uri                = '{{authority}}/organizations/oauth2/v2.0/token'
        SkipHttpErrorCheck = $true
        Body               = @{
            grant_type    = 'refresh_token'
            client_id     = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
            refresh_token = $RefreshToken
        }
    }
    $answer = Invoke-RestMethod @request
    if ($answer.access_token) { return 'The laptop got a new access token.' }
    "The laptop is refused: $($answer.error), $($answer.error_description -replace '(?s) Trace ID:.*')"
}
