using System.Globalization;
using System.Text;
using EntraRevoke.Native;

namespace EntraRevoke.Tests;

/// <summary>The seam between C# and Rust, in the very build that ships.</summary>
public sealed class SeamTests
{
    [Fact]
    public void The_bindings_are_those_of_the_packed_module()
    {
        Assert.Equal(Repository.ModuleFolder, Path.GetDirectoryName(typeof(Probe).Assembly.Location));
    }

    [Fact]
    public void A_panic_is_one_clear_error()
    {
        using var probe = new NativeProbe();
        var error = Assert.Throws<EntraRevokeException>(() => probe.Panic());
        Assert.Equal((EntraErrorKind.Internal, "InternalError"), (error.Kind, error.Code));
        Assert.Equal("the native library failed unexpectedly: probe", error.Message);
        Assert.Equal("still alive", probe.Echo("still alive"));
    }

    [Fact]
    public void A_panic_in_an_operation_is_one_clear_error_and_no_cancellation()
    {
        using var operation = NativeProbe.PanicLater();
        Assert.Null(operation.NextNotice());
        var error = Assert.Throws<EntraRevokeException>(() => operation.Outcome());
        Assert.Equal((EntraErrorKind.Internal, "InternalError"), (error.Kind, error.Code));
        Assert.Equal("the native library failed unexpectedly: probe", error.Message);
        using var probe = new NativeProbe();
        Assert.Equal("still alive", probe.Echo("still alive"));
    }

    [Fact]
    public async Task A_panic_prints_nothing()
    {
        var run = await HostProcess.Run(
            """
            Import-Module $env:ENTRAREVOKE_TEST_MANIFEST
            $null = Get-EntraEnvironment
            $Probe = [EntraRevoke.Native.NativeProbe]::new()
            try { $Probe.Panic() } catch { 'call' }
            try { [EntraRevoke.Native.NativeProbe]::PanicLater().Outcome() } catch { 'operation' }
            """
        );
        Assert.Equal(["call", "operation"], run.Lines);
    }

    [Fact]
    public void An_operation_that_ends_says_so_and_has_its_outcome()
    {
        using var operation = NativeProbe.Nothing();
        Assert.Null(operation.NextNotice());
        Assert.Equal(0, operation.Outcome());
    }

    [Fact]
    public async Task Every_wait_ends_when_an_operation_is_cancelled()
    {
        using var operation = NativeProbe.Wait();
        var notice = Task.Run(operation.NextNotice, TestContext.Current.CancellationToken);
        var outcome = Task.Run(operation.Outcome, TestContext.Current.CancellationToken);
        operation.Cancel();
        Assert.Null(await notice.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        var error = await Assert.ThrowsAsync<EntraRevokeException>(() =>
            outcome.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)
        );
        Assert.Equal("OperationCanceled", error.Code);
    }

    [Fact]
    public void An_operation_that_was_cancelled_before_ends_at_once()
    {
        using var operation = NativeProbe.Wait();
        operation.Cancel();
        operation.Cancel();
        Assert.Null(operation.NextNotice());
        Assert.Equal("OperationCanceled", Assert.Throws<EntraRevokeException>(() => operation.Outcome()).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("plain")]
    [InlineData("before\0after")]
    [InlineData("Zoë Ångström, 東京, العربية")]
    [InlineData("\U0001F511 \U0001F469\u200D\U0001F4BB")]
    [InlineData("line\r\nline\t\u0001")]
    public void A_text_crosses_unchanged(string? text)
    {
        using var probe = new NativeProbe();
        Assert.Equal(text, probe.Echo(text));
    }

    [Fact]
    public void Half_a_character_becomes_the_replacement_character()
    {
        using var probe = new NativeProbe();
        Assert.Equal("high \uFFFD alone", probe.Echo("high \uD83D alone"));
        Assert.Equal("low \uFFFD", probe.Echo("low \uDD11"));
    }

    [Fact]
    public void A_huge_text_crosses_unchanged()
    {
        using var probe = new NativeProbe();
        var text = string.Concat(Enumerable.Repeat("0123456789abcdé", 1 << 20));
        Assert.Equal(16 << 20, Encoding.UTF8.GetByteCount(text));
        Assert.Equal(text, probe.Echo(text));
    }

    [Fact]
    public void Many_threads_share_a_service()
    {
        using var probe = new NativeProbe();
        Parallel.For(
            0,
            1000,
            number =>
            {
                var text = number.ToString(CultureInfo.InvariantCulture);
                Assert.Equal(text, probe.Echo(text));
            }
        );
    }

    [Fact]
    public void What_was_disposed_refuses_calls()
    {
        var probe = new NativeProbe();
        probe.Dispose();
        probe.Dispose();
        Assert.Throws<ObjectDisposedException>(() => probe.Echo("x"));
        Assert.Throws<ObjectDisposedException>(() => probe.Panic());
    }

    [Fact]
    public async Task What_is_disposed_while_it_waits_lets_the_wait_end()
    {
        // Whether the wait or the end comes first differs from round to round.
        for (var round = 0; round < 200; round++)
        {
            var operation = NativeProbe.Wait();
            var wait = Task.Run(operation.NextNotice, TestContext.Current.CancellationToken);
            operation.Cancel();
            operation.Dispose();
            var ended = wait.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.True(await Record.ExceptionAsync(() => ended) is null or ObjectDisposedException);
            Assert.Throws<ObjectDisposedException>(() => operation.Outcome());
        }
    }

    [Fact]
    public void A_list_of_clouds_that_was_disposed_refuses_calls()
    {
        var clouds = new NativeClouds();
        Assert.Equal(7, clouds.List().Count);
        clouds.Dispose();
        clouds.Dispose();
        Assert.Throws<ObjectDisposedException>(clouds.List);
    }

    [Fact]
    public void A_failure_of_the_native_library_has_its_kind_and_code()
    {
        using var clouds = new NativeClouds();
        var error = Assert.Throws<EntraRevokeException>(() => clouds.Find("n\0\U0001F511"));
        Assert.Equal((EntraErrorKind.NotFound, "EnvironmentNotFound"), (error.Kind, error.Code));
        Assert.Contains("n\0\U0001F511", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Status);
        Assert.Null(error.RequestId);
        Assert.Null(error.RetryAfter);
    }
}
