using System.Text.Encodings.Web;

namespace Sealift.App.Hosting;

/// <summary>The page on which the password is typed; it needs nothing that is behind it.</summary>
internal static class LoginPage
{
    /// <param name="response">What it is written to.</param>
    /// <param name="remark">What was wrong; null for the first look.</param>
    public static Task WriteAsync(HttpResponse response, string? remark)
    {
        response.ContentType = "text/html; charset=utf-8";
        var words = remark is null ? "" : $"<p role=\"alert\" style=\"color:#b3261e\">{HtmlEncoder.Default.Encode(remark)}</p>";
        return response.WriteAsync($$"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Sealift</title></head>
            <body style="font:16px system-ui,sans-serif;display:grid;place-items:center;min-height:90vh">
            <form method="post" action="/login">
            <h1 style="font-size:1.4rem">Sealift</h1>{{words}}
            <p><label>Password of the app<br><input type="password" name="password" autofocus required autocomplete="current-password" style="font:inherit;padding:.4rem;margin-top:.3rem"></label></p>
            <p><button style="font:inherit;padding:.4rem 1rem">Open</button></p>
            </form>
            </body>
            </html>
            """);
    }
}
