using EntraRevoke.Native;

namespace EntraRevoke
{
    /// <summary>What went wrong, coarse and closed; the numbers are those of the native library.</summary>
    public enum EntraErrorKind
    {
        /// <summary>A request or setting that cannot be used.</summary>
        InvalidArgument = 1,

        /// <summary>Nobody is signed in, or the sign-in or its token is no longer accepted.</summary>
        Authentication = 2,

        /// <summary>Signed in, but not allowed.</summary>
        PermissionDenied = 3,

        /// <summary>The tenant, user, environment or address does not exist.</summary>
        NotFound = 4,

        /// <summary>The service asked to come back later, more often than the retries allow.</summary>
        Throttled = 5,

        /// <summary>A time limit passed.</summary>
        Timeout = 6,

        /// <summary>No connection, or one that broke.</summary>
        Connection = 7,

        /// <summary>An answer that is not what the protocol says.</summary>
        InvalidResponse = 8,

        /// <summary>Any other failure that the service reported.</summary>
        Service = 9,

        /// <summary>A defect of this module or of its installation.</summary>
        Internal = 10,
    }

    /// <summary>The one exception of this module: what happened, in terms that a script can act on.</summary>
    public sealed class EntraRevokeException : Exception
    {
        /// <summary>Makes an exception for a failure that no service reported.</summary>
        /// <param name="kind">Coarse class.</param>
        /// <param name="code">Stable code of the failure.</param>
        /// <param name="message">What happened.</param>
        public EntraRevokeException(EntraErrorKind kind, string code, string message)
            : base(message)
        {
            Kind = kind;
            Code = code;
        }

        /// <summary>Makes a copy of a failure with another text.</summary>
        /// <param name="original">The failure.</param>
        /// <param name="message">The text for the user.</param>
        public EntraRevokeException(EntraRevokeException original, string message)
            : this((original ?? throw new ArgumentNullException(nameof(original))).Kind, original.Code, message)
        {
            Status = original.Status;
            RequestId = original.RequestId;
            ClientRequestId = original.ClientRequestId;
            RetryAfter = original.RetryAfter;
        }

        /// <summary>Coarse class.</summary>
        public EntraErrorKind Kind { get; }

        /// <summary>The service's own code (<c>AADSTS50173</c>), else this module's (<c>NotSignedIn</c>).</summary>
        public string Code { get; }

        /// <summary>HTTP status of the answer that reported the failure; null where there was none.</summary>
        public int? Status { get; init; }

        /// <summary><c>request-id</c> of Microsoft Graph or trace id of Entra ID, else null.</summary>
        public string? RequestId { get; init; }

        /// <summary>The <c>client-request-id</c> that was sent, else null.</summary>
        public string? ClientRequestId { get; init; }

        /// <summary>How long the service asked to wait, else null.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}

namespace EntraRevoke.Native
{
    /// <summary>Turns what the generated bindings throw into <see cref="EntraRevokeException"/>, once.</summary>
    internal static class NativeErrors
    {
        /// <summary>Makes the exception for a defect of this module or of its installation.</summary>
        internal static EntraRevokeException Internal(string code, string message) =>
            new(EntraErrorKind.Internal, code, message);

        /// <summary>Translates <paramref name="exception"/> and frees its native memory.</summary>
        internal static EntraRevokeException Translate(InteropException exception) =>
            exception is EnumException<FfiError> failure
                ? FromNative(failure.Value)
                : Internal("InternalError", "the native library failed unexpectedly");

        private static EntraRevokeException FromNative(FfiError error)
        {
            using (error)
            {
                return new EntraRevokeException(KindOf(error.kind), error.code.String, error.message.String)
                {
                    Status = error.status == 0 ? null : error.status,
                    RequestId = OrNull(error.request_id.String),
                    ClientRequestId = OrNull(error.client_request_id.String),
                    RetryAfter = error.retry_after == 0 ? null : TimeSpan.FromSeconds(error.retry_after),
                };
            }
        }

        private static string? OrNull(string text) => text.Length == 0 ? null : text;

        private static EntraErrorKind KindOf(ErrorKind kind) =>
            kind switch
            {
                { IsInvalidArgument: true } => EntraErrorKind.InvalidArgument,
                { IsAuthentication: true } => EntraErrorKind.Authentication,
                { IsPermissionDenied: true } => EntraErrorKind.PermissionDenied,
                { IsNotFound: true } => EntraErrorKind.NotFound,
                { IsThrottled: true } => EntraErrorKind.Throttled,
                { IsTimeout: true } => EntraErrorKind.Timeout,
                { IsConnection: true } => EntraErrorKind.Connection,
                { IsInvalidResponse: true } => EntraErrorKind.InvalidResponse,
                { IsService: true } => EntraErrorKind.Service,
                { IsInternal: true } => EntraErrorKind.Internal,
                _ => throw new InvalidOperationException("the native library reported an unknown kind of error"),
            };
    }
}
