using System.Globalization;
using System.Text;

namespace EntraRevoke.Native.Tests;

/// <summary>The seam between C# and Rust, in the very build that ships.</summary>
public sealed class SeamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_bindings_are_those_of_the_packed_module()
    {
        Assert.Equal(PackedModule.Folder, Path.GetDirectoryName(typeof(NativeProbe).Assembly.Location));
    }

    [Fact]
    public void No_generated_name_is_seen_outside_the_bindings()
    {
        Assert.DoesNotContain(
            typeof(NativeProbe).Assembly.GetExportedTypes(),
            type => string.Equals(type.Namespace, "EntraRevoke.Native.Generated", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_panic_where_work_is_begun_is_one_clear_error_that_names_the_place()
    {
        using var operation = NativeProbe.Panic();
        AssertPanicked(operation);
    }

    [Fact]
    public void A_panic_where_work_runs_is_one_clear_error_and_no_cancellation()
    {
        using var operation = NativeProbe.PanicLater();
        AssertPanicked(operation);
    }

    [Fact]
    public void The_step_that_ends_an_operation_comes_again()
    {
        using var operation = NativeProbe.Nothing();
        Assert.Equal(new DoneStep(Value: true), operation.Next());
        Assert.Equal(new DoneStep(Value: true), operation.Next());
    }

    [Fact]
    public void A_question_is_answered_and_the_operation_goes_on()
    {
        using var operation = NativeProbe.Sign([1, 2, 3]);
        var question = Assert.IsType<SignStep>(operation.Next());
        Assert.Equal(SignatureAlgorithm.Ps256, question.Algorithm);
        Assert.Equal([1, 2, 3], question.Message);
        operation.Answer([3, 2, 1]);
        Assert.Equal(new DoneStep(Value: true), operation.Next());
    }

    [Fact]
    public void A_question_that_cannot_be_answered_is_answered_so()
    {
        using var operation = NativeProbe.Sign([1]);
        Assert.IsType<SignStep>(operation.Next());
        operation.Answer([]);
        Assert.Equal(new DoneStep(Value: false), operation.Next());
    }

    [Fact]
    public async Task A_wait_ends_when_an_operation_is_cancelled()
    {
        using var operation = NativeProbe.Wait();
        var step = Task.Run(operation.Next, Token);
        operation.Cancel();
        var error = await Assert.ThrowsAsync<EntraRevokeException>(() =>
            step.WaitAsync(TimeSpan.FromSeconds(10), Token)
        );
        Assert.Equal((EntraErrorKind.Cancelled, "OperationCanceled"), (error.Kind, error.Code));
    }

    [Fact]
    public void An_operation_that_was_cancelled_before_ends_at_once()
    {
        using var operation = NativeProbe.Wait();
        operation.Cancel();
        operation.Cancel();
        Assert.Equal("OperationCanceled", Assert.Throws<EntraRevokeException>(operation.Next).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("plain")]
    [InlineData("Zoë Ångström, 東京, العربية")]
    [InlineData("\U0001F511 \U0001F469\u200D\U0001F4BB")]
    public void A_text_crosses_unchanged(string text)
    {
        Assert.Equal(text, Echo(text));
    }

    [Fact]
    public void Half_a_character_becomes_the_replacement_character()
    {
        Assert.Equal("high \uFFFD alone", Echo("high \uD83D alone"));
        Assert.Equal("low \uFFFD", Echo("low \uDD11"));
    }

    [Fact]
    public void A_huge_text_crosses_unchanged()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789abcdé", 1 << 20));
        Assert.Equal(16 << 20, Encoding.UTF8.GetByteCount(text));
        Assert.Equal(text, Echo(text));
    }

    [Fact]
    public void Many_threads_have_operations_at_once()
    {
        Parallel.For(
            0,
            1000,
            number =>
            {
                var text = number.ToString(CultureInfo.InvariantCulture);
                Assert.Equal(text, Echo(text));
            }
        );
    }

    [Fact]
    public void What_was_disposed_refuses_calls()
    {
        var operation = NativeProbe.Nothing();
        operation.Dispose();
        operation.Dispose();
        Assert.Throws<ObjectDisposedException>(operation.Next);
        Assert.Throws<ObjectDisposedException>(operation.Cancel);
        Assert.Throws<ObjectDisposedException>(() => operation.Answer([]));
    }

    [Fact]
    public async Task What_is_disposed_while_it_waits_lets_the_wait_end()
    {
        // Whether the wait or the end comes first differs from round to round.
        for (var round = 0; round < 200; round++)
        {
            var operation = NativeProbe.Wait();
            var wait = Task.Run(operation.Next, Token);
            operation.Cancel();
            operation.Dispose();
            var ended = await Record.ExceptionAsync(() => wait.WaitAsync(TimeSpan.FromSeconds(10), Token));
            Assert.True(
                ended is EntraRevokeException { Code: "OperationCanceled" } or ObjectDisposedException,
                $"{ended}"
            );
            Assert.Throws<ObjectDisposedException>(operation.Next);
        }
    }

    [Fact]
    public void A_failure_of_the_native_library_has_its_kind_and_code()
    {
        var error = Assert.Throws<EntraRevokeException>(() => NativeEnvironment.Known("n\U0001F511"));
        Assert.Equal((EntraErrorKind.NotFound, "EnvironmentNotFound"), (error.Kind, error.Code));
        Assert.Contains("n\U0001F511", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Status);
        Assert.Null(error.RequestId);
        Assert.Null(error.RetryAfter);
    }

    private static string Echo(string text)
    {
        using var operation = NativeProbe.Say(text);
        var said = Assert.IsType<NoticeStep>(operation.Next());
        Assert.Equal(new DoneStep(Value: true), operation.Next());
        return said.Text;
    }

    private static void AssertPanicked(NativeOperation operation)
    {
        var error = Assert.Throws<EntraRevokeException>(operation.Next);
        Assert.Equal((EntraErrorKind.Internal, "InternalError"), (error.Kind, error.Code));
        Assert.Matches(@"^the native library failed unexpectedly at \S+probe\.rs:\d+:\d+: probe$", error.Message);
        Assert.Equal("still alive", Echo("still alive"));
    }
}
