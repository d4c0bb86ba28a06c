BeforeDiscovery {
    $cmdlets = @(
        @{ Command = 'Revoke-EntraSignedInUserAllRefreshToken'; Id = 'NotSignedIn' }
        @{ Command = "Connect-Entra -TenantId 'no tenant'"; Id = 'InvalidTenant' }
    )
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Runs a script in a runspace of its own, and returns its output and errors in a line, and what ended it.
    function Invoke-Script ([string] $Script) {
        $outcome = Invoke-Pipeline ([scriptblock]::Create($Script)) -Runspace $runspace
        [pscustomobject]@{
            Output  = $outcome.Output -join ' '
            Errors  = $outcome.Errors.FullyQualifiedErrorId -replace ',.*' -join ' '
            Escaped = "$($outcome.Escaped.FullyQualifiedErrorId)" -replace ',EntraRevoke.*'
        }
    }
    # Makes sure of all three.
    function Assert-Script ([string] $Script, [string] $Output, [string] $Errors = '', [string] $Escaped = '') {
        $outcome = Invoke-Script $Script
        "$($outcome.Output)|$($outcome.Errors)|$($outcome.Escaped)" | Should -BeExactly "$Output|$Errors|$Escaped"
    }
}
AfterAll { Stop-EntraTest }

Describe 'A call that fails' -Tag ErrorAction {
    BeforeEach {
        Reset-EntraTest
        $runspace = New-EntraRunspace
    }
    AfterEach { $runspace.Dispose() }

    It 'says nothing, is kept in $Error and lets the script go on with -ErrorAction SilentlyContinue: <Command>' -ForEach $cmdlets {
        Assert-Script "$Command -ErrorAction SilentlyContinue; `$?; `$Error.Count; 'went on'" 'False 1 went on'
    }

    It 'leaves no trace but $? with -ErrorAction Ignore: <Command>' -ForEach $cmdlets {
        Assert-Script "$Command -ErrorAction Ignore -ErrorVariable failed; `$?; `$Error.Count; `$failed.Count; 'went on'" 'False 0 0 went on'
    }

    It 'ends what it is in with any other -ErrorAction: <Command>' -ForEach $cmdlets {
        foreach ($action in 'Continue', 'Stop', 'Inquire') {
            Assert-Script "try { $Command -ErrorAction $action; 'not reached' } catch { `$_.FullyQualifiedErrorId -replace ',.*' }" $Id
        }
    }

    It 'ends a script where the preference is Stop: <Command>' -ForEach $cmdlets {
        Assert-Script "`$ErrorActionPreference = 'Stop'; $Command; 'not reached'" -Escaped $Id
    }

    It 'ends the statement only, as for any cmdlet, where the preference is Continue: <Command>' -ForEach $cmdlets {
        Assert-Script "$Command; `$?; 'went on'" 'False went on' $Id
    }

    It 'is in the variable of -ErrorVariable, also where it is silent: <Command>' -ForEach $cmdlets {
        # PowerShell puts in the record, or the exception that ended the command.
        $show = '$first = $failed[0]; if ($first -is [Exception]) { $first = $first.ErrorRecord }; $failed.Count; $first.FullyQualifiedErrorId -replace ",.*"'
        foreach ($action in 'SilentlyContinue', 'Continue', 'Stop') {
            Assert-Script "try { $Command -ErrorAction $action -ErrorVariable failed } catch {}; $show" "1 $Id"
        }
        $twice = "`$failed = @(); 1..2 | ForEach-Object { $Command -ErrorAction SilentlyContinue -ErrorVariable +failed }; `$failed.Count"
        Assert-Script $twice '2'
    }

    It 'is caught, and finally comes after: <Command>' -ForEach $cmdlets {
        Assert-Script "try { $Command; 'not reached' } catch { 'caught' } finally { 'at last' }" 'caught at last'
        Assert-Script "try { $Command } catch [EntraRevoke.EntraRevokeException] { `$_.Exception.Code }" $Id
        Assert-Script "trap { 'trapped'; continue }; $Command; 'went on'" 'trapped went on'
    }

    It 'is once in $Error when it is caught, with the exception that says it: <Command>' -ForEach $cmdlets {
        Assert-Script "try { $Command } catch {}; `$Error.Count; `$Error[0].Exception.Code; `$Error[0].InvocationInfo.MyCommand.Name" "1 $Id $((-split $Command)[0])"
    }

    It 'decides what comes after && and ||: <Command>' -ForEach $cmdlets {
        Assert-Script "$Command -ErrorAction SilentlyContinue && 'good' || 'bad'" 'bad'
        Assert-Script 'Connect-Entra -NoWelcome && (Revoke-EntraSignedInUserAllRefreshToken).Value || "bad"' 'True'
    }
}

Describe 'An input that fails' -Tag ErrorAction {
    BeforeAll {
        $runspace = New-EntraRunspace
        $command = "'Nowhere', 'Global' | Remove-EntraEnvironment"
    }
    AfterAll { $runspace.Dispose() }

    It 'lets the next one go on, and $? is false' {
        Assert-Script "$command; `$?; 'went on'" 'False went on' 'EnvironmentNotFound BuiltInEnvironment'
    }

    It 'is in the variable of -ErrorVariable, and says nothing with -ErrorAction SilentlyContinue' {
        Assert-Script "$command -ErrorAction SilentlyContinue -ErrorVariable failed; `$failed.TargetObject" 'Nowhere Global'
    }

    It 'leaves nothing in $Error with -ErrorAction Ignore' {
        Assert-Script "`$Error.Clear(); $command -ErrorAction Ignore; `$Error.Count" '0'
    }

    It 'ends the command with -ErrorAction Stop' {
        Assert-Script "try { $command -ErrorAction Stop } catch { `$_.TargetObject }; 'went on'" 'Nowhere went on'
    }
}
