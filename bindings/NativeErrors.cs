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

        /// <summary>The caller ended it.</summary>
        Cancelled = 11,
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
            Claims = original.Claims;
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

        /// <summary>Claims that the next sign-in is to ask for (OpenID Connect Core 5.5), else null.</summary>
        public string? Claims { get; init; }
    }
}

namespace EntraRevoke.Native
{
    /// <summary>Makes every <see cref="EntraRevokeException"/> of this assembly.</summary>
    internal static class NativeErrors
    {
        /// <summary>Makes the exception for a defect of this module or of its installation.</summary>
        internal static EntraRevokeException Internal(string code, string message) =>
            new(EntraErrorKind.Internal, code, message);

        /// <summary>Makes a service; what the generated bindings throw becomes the one exception.</summary>
        internal static TService Made<TService>(Func<TService> make)
            where TService : class
        {
            try
            {
                return make();
            }
            catch (Generated.InteropException)
            {
                throw Internal("InternalError", "the native library failed unexpectedly");
            }
        }

        /// <summary>Makes the exception for a failure that the native library reports.</summary>
        internal static EntraRevokeException From(Generated.Failure failure) =>
            new(KindOf(failure.kind), failure.code, failure.message)
            {
                Status = failure.status == 0 ? null : failure.status,
                RequestId = failure.request_id,
                ClientRequestId = failure.client_request_id,
                RetryAfter = failure.retry_after == 0 ? null : TimeSpan.FromSeconds(failure.retry_after),
                Claims = failure.claims,
            };

        private static EntraErrorKind KindOf(Generated.ErrorKind kind) =>
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
                { IsCancelled: true } => EntraErrorKind.Cancelled,
                _ => EntraErrorKind.Internal,
            };
    }
}
