Import-Module {{module}}
Add-EntraEnvironment -Name Emulator -AzureADEndpoint {{authority}} -GraphEndpoint {{graph}}
$PSDefaultParameterValues['Connect-Entra:Environment'] = 'Emulator'
$env:BROWSER = "'{{emulator}}' browse"

# A lost laptop is signed in and can go on for months.
. {{another-device}}
$laptop = New-LaptopSession
Use-LaptopSession $laptop

# Example 1 of the reference, word for word.
Connect-Entra -Scopes 'User.RevokeSessions.All'
Revoke-EntraSignedInUserAllRefreshToken

# The laptop's refresh token is worth nothing now.
Use-LaptopSession $laptop
