namespace Sealift.App.Hosting;

/// <summary>Stands before everything that the server gives: whose request it is, and what pages may do in the browser.</summary>
internal sealed class AccessGuard(RequestDelegate next, Access access)
{
    /// <summary>The page of the password.</summary>
    public const string LoginPath = "/login";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var host = request.Host.Value ?? "";
        Protect(context.Response, host);
        if (!access.IsOwnHost(host))
        {
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This address is not the app's.");
            return;
        }

        // RFC 6454: whatever another page starts carries its origin, a WebSocket too (RFC 6455 section 10.2).
        string? origin = request.Headers.Origin;
        var needsOrigin = context.Request.Headers.Upgrade.Count > 0 || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        if (origin is null ? needsOrigin : !access.IsOwnOrigin(origin, host))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Another page may not use the app.");
            return;
        }

        if (request.Path == "/" && request.Query.TryGetValue(Access.TokenName, out var token) && access.TakeToken(token.ToString()))
        {
            SetCookie(context.Response);
            context.Response.Redirect("/");
            return;
        }

        if (access.IsCookie(request.Cookies[access.CookieName]))
        {
            await next(context);
            return;
        }

        if (access.HasPassword && request.Path == LoginPath)
        {
            await LoginAsync(context);
            return;
        }

        if (access.HasPassword && HttpMethods.IsGet(request.Method) && request.Path == "/")
        {
            context.Response.Redirect(LoginPath);
            return;
        }

        await RefuseAsync(
            context,
            StatusCodes.Status401Unauthorized,
            access.HasPassword ? "Open the first page to log in." : "This browser has no key to the app, or the address was used before. Run \"sealift app\" again: it opens the browser with a new one.");
    }

    private async Task LoginAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
            switch (access.TryPassword(form?["password"].ToString() ?? ""))
            {
                case true:
                    SetCookie(context.Response);
                    context.Response.StatusCode = StatusCodes.Status303SeeOther;
                    context.Response.Headers.Location = "/";
                    return;
                case null:
                    context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    await LoginPage.WriteAsync(context.Response, "Too many wrong passwords. Wait a moment and try again.");
                    return;
                default:
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    await LoginPage.WriteAsync(context.Response, "That is not the password.");
                    return;
            }
        }

        await LoginPage.WriteAsync(context.Response, null);
    }

    private void SetCookie(HttpResponse response) => response.Cookies.Append(access.CookieName, access.CookieValue, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = access.IsSecure,
        Path = "/",
        IsEssential = true,
    });

    // Styles in elements are how the components are drawn; scripts come from here alone, and nothing from elsewhere.
    private static void Protect(HttpResponse response, string host)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = string.Join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            $"connect-src 'self' ws://{host} wss://{host}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'self'",
            "frame-ancestors 'none'");
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), usb=(), payment=()";
        headers.CacheControl = "no-store";
    }

    private static Task RefuseAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(words + "\n", context.RequestAborted);
    }
}
