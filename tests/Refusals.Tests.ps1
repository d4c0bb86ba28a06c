BeforeDiscovery {
    # What to do about the refusals of Entra ID, as Microsoft's list of them says: the numbers, and words of the advice.
    $refusals = @(
        @(50011, 500113, 900971), ('Add http://localhost', '-ClientId')
        @(9002327, 700084), ('http://localhost', 'mobile and desktop applications')
        @(7000218), ('Allow public client flows', 'http://localhost')
        @(7000215), 'not the id of the secret'
        @(7000222), 'new client secret'
        @(700016, 700011), ('-ClientId', 'known to the tenant')
        @(70001, 7000112, 1000031), 'enable the application'
        @(50105), 'assign you to the application'
        @(65001, 90008, 90094), ('administrator to consent', "then run Connect-Entra -Scopes 'User.RevokeSessions.All'")
        @(90095), ('approval', "run Connect-Entra -Scopes 'User.RevokeSessions.All'")
        @(65004), 'Run the command again and accept'
        @(65002), 'application of your own'
        @(65005, 650056, 650057), 'Add the delegated permission User.RevokeSessions.All'
        @(70011, 28002, 28003, 700022), 'names given to -Scopes'
        @(90099), 'consent'
        @(53000), ('compliant', 'enrol the device', 'without -UseDeviceCode')
        @(53001), ("organization's domain", 'without -UseDeviceCode')
        @(50097, 50129, 50155, 50187), ('registered device', 'without -UseDeviceCode')
        @(53002), 'approved applications'
        @(53003, 530032, 530035, 50005, 50131, 53011, 530034), ('blocks sign-ins', 'sign-in logs')
        @(50072, 50074, 50076, 50078, 50079, 50158, 53004), 'second factor'
        @(53010), 'Set up your second factor'
        @(70043), 'how long a sign-in lasts'
        @(500021, 500022, 50002), 'another network'
        @(500212, 500213), 'both tenants'
        @(50194), ('for one tenant only', '-TenantId')
        @(9001023, 90124, 90130), '-TenantId'
        @(90002, 90019, 900023, 50059, 50128), ('Check -TenantId', '-Environment')
        @(90038, 900382, 900432, 90051), ('another cloud', '-Environment')
        @(500011, 650052), 'belong together'
        @(90055), 'in some minutes'
        @(50033, 50087, 90006, 90012, 90024, 90033, 90090), 'in a minute'
        @(16000, 16003, 50014, 50020, 50034, 51004, 90072), 'invite it as a guest'
        @(500208), 'work or school account'
        @(50053), 'unblock'
        @(50055, 50135, 50144), 'new password'
        @(50057), 'enable the account'
        @(500571), 'guest account'
        @(50173), 'was revoked'
        @(70008, 700082), 'not used for too long'
        @(50089, 50132, 50133, 70000, 700020), "Run Connect-Entra -Scopes 'User.RevokeSessions.All'"
        @(123456), 'https://login.microsoftonline.com/error?code=123456 says more'
    )
    $rows = for ($i = 0; $i -lt $refusals.Count; $i += 2) { @{ Numbers = $refusals[$i]; Says = @($refusals[$i + 1]) } }
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Lets the next request of a target be refused with an error of OAuth and a number of Entra ID, if there is one.
    function Set-Refusal ([string] $Target, [string] $OAuth, $Number) {
        $body = @{ error = $OAuth; error_description = 'No.'; trace_id = 't' }
        if ($Number) { $body += @{ error_codes = @($Number) }; $body.error_description = "AADSTS${Number}: No." }
        Add-Fault @{ target = $Target; status = 400; body = ConvertTo-Json $body }
    }
}
AfterAll { Stop-EntraTest }

Describe 'What to do about a refusal' -Tag Refusals {
    BeforeEach { Reset-EntraTest }

    It 'is told for AADSTS<Numbers>' -ForEach $rows {
        foreach ($number in $Numbers) {
            Set-Refusal devicecode invalid_grant $number
            $failure = Get-Failure { Connect-Entra -UseDeviceCode }
            $failure.FullyQualifiedErrorId | Should -Be "AADSTS$number,EntraRevoke.Cmdlets.ConnectEntra"
            # The text begins with what the service says, and all else is ours.
            $advice = "$failure" -replace '^.*?No\.'
            foreach ($text in $Says) { $advice | Should -BeLike "*$([wildcardpattern]::Escape($text))*" -Because "AADSTS$number asks for it" }
            # Only where an earlier sign-in has ended, a new one is the way.
            if ($number -notin 70043, 50173, 70008, 700082, 50089, 50132, 50133, 70000, 700020) {
                $advice | Should -Not -BeLike '*sign in again*' -Because 'that was just refused'
            }
        }
    }

    It 'is told for <OAuth>, where Entra ID gives no number' -ForEach @(
        @{ OAuth = 'access_denied'; Says = 'Run the command again and accept' }
        @{ OAuth = 'authorization_declined'; Says = 'Run the command again and accept' }
        @{ OAuth = 'consent_required'; Says = 'Ask an administrator to consent' }
        @{ OAuth = 'invalid_client'; Says = 'Allow public client flows' }
        @{ OAuth = 'unauthorized_client'; Says = 'Allow public client flows' }
        @{ OAuth = 'invalid_scope'; Says = '-Scopes' }
        @{ OAuth = 'login_required'; Says = 'to sign in again' }
        @{ OAuth = 'interaction_required'; Says = 'to sign in again' }
        @{ OAuth = 'temporarily_unavailable'; Says = 'in a minute' }
        @{ OAuth = 'server_error'; Says = 'in a minute' }
    ) {
        Set-Refusal devicecode $OAuth
        $failure = Get-Failure { Connect-Entra -UseDeviceCode }
        $failure.FullyQualifiedErrorId | Should -Be "$OAuth,EntraRevoke.Cmdlets.ConnectEntra"
        "$failure" | Should -BeLike "*$Says*"
    }

    It 'is how to sign in to the same place, where a renewal needs the user: AADSTS<Number>' -ForEach @(
        @{ Number = 50076; Says = 'second factor' }
        @{ Number = 50079; Says = 'second factor' }
        @{ Number = 70043; Says = 'how long a sign-in lasts' }
        @{ Number = 700082; Says = 'not used for too long' }
        @{ Number = 50173; Says = 'was revoked' }
    ) {
        Connect-Entra -NoWelcome
        Add-Fault @{ target = 'graph'; status = 401 }
        Set-Refusal token invalid_grant $Number
        $command = "Run Connect-Entra -Scopes 'User.RevokeSessions.All' -Environment Emulator -TenantId $($Emulator.tenant)"
        $id = "AADSTS$Number,EntraRevoke.Cmdlets.RevokeEntraSignedInUserAllRefreshToken"
        Assert-Failure (Get-Failure { Revoke-EntraSignedInUserAllRefreshToken }) $id AuthenticationError $command, $Says
    }
}
