# The user's lost laptop: an application on it is signed in, and holds a refresh token.

# Signs the laptop's application in, and returns its refresh token.
function New-LaptopSession {
    $answer = [Net.Http.HttpClient]::new().PostAsync('{{control}}/tokens', $null).Result
    $body = [Text.Json.JsonDocument]::Parse($answer.Content.ReadAsStringAsync().Result).RootElement
    $body.GetProperty('refresh_token').GetString()
}

# Redeems the laptop's refresh token, as its application does for each new access token.
function Use-LaptopSession ([string] $RefreshToken) {
    $form = [Collections.Generic.Dictionary[string, string]]::new()
    $form['grant_type'] = 'refresh_token'
    $form['client_id'] = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
    $form['refresh_token'] = $RefreshToken
    $content = [Net.Http.FormUrlEncodedContent]::new($form)
    $answer = [Net.Http.HttpClient]::new().PostAsync('{{authority}}/organizations/oauth2/v2.0/token', $content).Result
    if ($answer.IsSuccessStatusCode) { return 'The laptop got a new access token.' }
    $body = [Text.Json.JsonDocument]::Parse($answer.Content.ReadAsStringAsync().Result).RootElement
    $reason = $body.GetProperty('error_description').GetString() -replace ' Trace ID:.*'
    "The laptop is refused: $($body.GetProperty('error').GetString()), $reason"
}
