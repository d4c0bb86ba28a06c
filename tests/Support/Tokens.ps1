# Tokens without a sign-in, as another device of the user holds them.

# Mints tokens: @{ user = $Users.Megan; scopes = 'User.Read' } and so on. AccessToken is in the form that -AccessToken takes.
function New-Token ([hashtable] $Wish = @{}) {
    $tokens = Invoke-Emulator Post tokens $Wish
    $refreshToken = $tokens.PSObject.Properties['refresh_token']
    [pscustomobject]@{
        AccessToken  = ConvertTo-SecureString $tokens.access_token -AsPlainText -Force
        Text         = $tokens.access_token
        RefreshToken = if ($refreshToken) { $refreshToken.Value }
    }
}

# Redeems a refresh token as another device does, and returns the answer: access_token, or error and error_description.
function Use-RefreshToken ([string] $RefreshToken) {
    $form = @{
        grant_type = 'refresh_token'; client_id = '14d82eec-204b-4c2f-b7e8-296a70dab67e'; refresh_token = $RefreshToken
    }
    $uri = "$($Emulator.authority)/$($Emulator.tenant)/oauth2/v2.0/token"
    $answer = Invoke-RestMethod -Method Post -Uri $uri -Body $form -SkipHttpErrorCheck -NoProxy
    # Members that are not there are $null for the test, also in strict mode.
    $answer | Select-Object access_token, refresh_token, error, error_description
}

# Makes a token with these claims that nobody has signed.
function New-UnsignedToken ([hashtable] $Claims) {
    $parts = '{"alg":"none"}', (ConvertTo-Json $Claims) | ForEach-Object {
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($_)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
    }
    "$($parts -join '.').x"
}

# Lets the next request for tokens be answered with an ID token that has these claims in place of good ones; $null: with none.
function Add-TokenFault ([hashtable] $Claims) {
    $answer = @{ token_type = 'Bearer'; expires_in = 3600; access_token = 'opaque' }
    if ($null -ne $Claims) {
        $all = @{
            iss = "$($Emulator.authority)/x/v2.0"; tid = $Emulator.tenant; exp = 4102444800
            aud = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
        }
        foreach ($name in $Claims.Keys) { $all[$name] = $Claims[$name] }
        $answer.id_token = New-UnsignedToken $all
    }
    Add-Fault @{ target = 'token'; status = 200; body = ConvertTo-Json $answer }
}
